"""Reads of classes, each within a scope."""

from nharong.classes.queries.access import get_class, only_own, visible_classes
from nharong.classes.queries.roster import Learner, everybody, roster

__all__ = ["Learner", "everybody", "get_class", "only_own", "roster", "visible_classes"]
