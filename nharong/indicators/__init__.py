"""Chỉ số: indicators over measures; the ledger of cells; the lists behind every figure; frozen figures.

Answers for: reading indicator packs, counting, keeping cells fresh in the deed's own transaction, checking them.
Never: names a feature; what can be counted comes from the modules of config/measures.py.
Gives: ``figure``, ``rows`` (queries.py), ``Ledger`` (ledger.py), ``check``, ``rebuild`` (audit.py).
"""
