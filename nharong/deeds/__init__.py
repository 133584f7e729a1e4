"""Nhật ký: every write is a deed, every opening of a person's record a reading; both are kept for ever.

Answers for: the action wrapper, the deed row (audit, receipt and guard against doing twice), withdrawal, the read log.
Never: decides what a deed means, nor computes a figure; the ledger named in settings settles those.
Gives: ``action``, ``perform``, ``Doing`` (actions.py); ``Recorded``, ``Countable`` (models.py).
"""
