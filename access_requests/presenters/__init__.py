"""What the pages of a request show, as the parts that pages are made of."""

from access_requests.presenters.asked import asked_rows, call_rows, check_rows, grounds_of, who_asked
from access_requests.presenters.lists import LIST_COLUMNS, list_rows
from access_requests.presenters.pages import check, detail
from access_requests.presenters.route import decided_words, route_ahead, route_taken

__all__ = [
    "LIST_COLUMNS",
    "asked_rows",
    "call_rows",
    "check",
    "check_rows",
    "decided_words",
    "detail",
    "grounds_of",
    "list_rows",
    "route_ahead",
    "route_taken",
    "who_asked",
]
