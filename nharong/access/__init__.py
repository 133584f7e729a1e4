"""Người dùng: users, roles, grants; puts the compiled Scope on every request.

Answers for: who signs in, which role of which body in which area, from when to when.
Never: says what a permission means (kernel/permissions) nor what an area holds (territory).
Gives: ``User``, ``Grant`` (models.py), ``scope_of`` (queries.py), the middleware that puts the scope on a request.
"""
