"""Reads of people, each within a scope: one record, lists, search by name, households, likely duplicates, uploads."""

from nharong.people.queries.records import current_facts, first_surveys, get_person

__all__ = ["current_facts", "first_surveys", "get_person"]
