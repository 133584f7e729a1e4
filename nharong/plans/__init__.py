"""Kế hoạch: plans as data; their targets, tasks and duties to report.

Answers for: the format of plan files, checking and loading them, which threshold counts, whether a target is met.
Never: counts anything (indicators do), keeps what was done for a task (tasks) or a report that was sent (reports).
Gives: ``check_plan`` (check.py), ``plans``, ``plan``, ``targets``, ``shown`` (queries.py), ``load`` (actions.py).
"""
