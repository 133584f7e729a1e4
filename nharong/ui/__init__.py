"""Giao diện: base page, components with their gallery, charts and maps, CSS, htmx.

Answers for how everything looks and how numbers and dates are written. Components take data and compute nothing of the
domain; this folder never asks the database and knows no feature.
"""
