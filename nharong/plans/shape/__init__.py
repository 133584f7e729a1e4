"""The shape of a plan file: what it may say, and nothing else. Pure: no database, no clock, no Django.

One module a noun: words (ids, values, roles, places), targets, when (timings), asked (tasks and duties), money, plan.
"""

from nharong.plans.shape.plan import Plan

__all__ = ["Plan"]
