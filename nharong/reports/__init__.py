"""Báo cáo: the yearly reports that plans ask for; drafts with the officer's own text, and their files.

Answers for: who owes which report by when, what a report says, its .docx, .xlsx and .pdf by Nghị định 30/2020/NĐ-CP.
Never: counts anything (indicators do), decides whether a target is met (plans do), keeps a figure that was typed in.
Gives: ``build_report`` (queries/), ``write_report`` (papers/), ``reports.write`` (actions.py).
"""
