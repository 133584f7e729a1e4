"""Người dân: households, persons, their schooling and literacy through time, survey rounds, likely duplicates.

Answers for: who lives where since when, who can read by which source, the yearly survey import, search by name.
Never: knows a class, a centre or a plan; a class result comes in as a claim.
Gives: ``Person``, ``get_person``, ``record_claim``; the source ``resident`` (measures.py).
"""
