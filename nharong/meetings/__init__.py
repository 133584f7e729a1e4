"""Meetings: the one record under class evenings, topics, training, campaigns, movements and association meetings.

Answers for: who held what, with whom, where and when, and who came (named or counted).
Never: says what a meeting was for beyond its kind; classes, activities and society join their own rows to it.
Gives: ``Meeting``, ``Attendance`` (models.py), ``hold`` (actions.py), ``write_marks`` (actions.py).
"""
