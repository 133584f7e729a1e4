"""What stands before every view lives in the kernel, since folders below this one have pages too."""

from nharong.kernel.guards import View, needs, public

__all__ = ["View", "needs", "public"]
