"""The guards of views, for the folders above; the floors below take them from kernel.doors."""

from nharong.kernel.doors import View, needs, public

__all__ = ["View", "needs", "public"]
