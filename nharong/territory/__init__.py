"""Địa bàn: places and bodies through time, their codes, parents, successors, traits and posts; areas.

Answers for: what a code meant on a day, what became of a unit, which places an area holds, who speaks for a body.
Never: counts anything, nor knows who lives where.
Gives: ``Place`` (models.py), ``lineage`` (queries.py) with resolve, area, unit_of, trace, tree.
"""
