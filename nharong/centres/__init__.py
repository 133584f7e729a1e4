"""Trung tâm: community learning centres, as profiles on the keys of their bodies.

Answers for: which centre stood where, of which kind, by which decision, from when to when; what it lacks.
Never: keeps names and seats of its own (the body's periods say them), nor classes and activities, which name the centre.
Gives: ``CentreProfile`` (models.py); ``get_centre``, ``centres_on`` (queries.py).
"""
