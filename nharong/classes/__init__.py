"""Lớp học: literacy classes and home groups, who is enrolled, evenings, tests, results, completion.

Answers for: who studies what where, what was taught, who passed a term or a phase.
Never: decides literacy by itself; a completed phase is told to people as a claim.
Gives: ``LiteracyClass``, ``Enrolment`` (models.py), ``get_class`` (queries), sources ``began``, ``studied``, ``attended`` (measures.py).
"""
