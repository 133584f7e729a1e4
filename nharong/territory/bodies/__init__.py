"""Bodies through time: agencies, centres, schools, unions; their names, seats, letterheads, successors and posts.

Answers for: which body a code or a role meant on a day, who followed it, who signs for it, what stands at the head of its papers.
Never: knows what a body is asked to do, nor what a centre teaches.
Gives: ``Body``, ``Post`` (models.py); ``find_body``, ``bodies_of_role``, ``successors``, ``signers``, ``letterhead`` (queries.py).
"""
