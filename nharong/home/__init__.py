"""Việc hôm nay: the first page of each role; pages that mix what several folders know.

Answers for: what is to be done now where the reader works, the dates ahead, the figures of the place.
Never: counts or writes anything itself; it asks the folders below and links to them.
Gives: ``today_page`` (queries.py).
"""
