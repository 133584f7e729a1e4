"""Nhà Rông: the information system of a province's learning centres, adult literacy and learning society."""

__version__ = "0.1.0"
