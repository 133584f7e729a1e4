"""Lists: one mechanism behind every list page. Filter, stable sort, paging, export, and one URL for page and changed part.

A feature declares a Listing; its view makes one call, ``show_list``, with the rows that its query gives (a QuerySet, or a
sequence when few). Filters, sort and page stand in the URL, so a link or a bookmark brings back the same list.
"""

from nharong.kernel.pages.declare import Column, Listing, Opened
from nharong.kernel.pages.read import ListPage, read_list
from nharong.kernel.pages.show import show_list

__all__ = ["Column", "ListPage", "Listing", "Opened", "read_list", "show_list"]
