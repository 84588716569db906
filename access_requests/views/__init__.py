"""Pages of requests."""

from access_requests.views.asking import request_check, request_new, request_new_step, request_sent, requests
from access_requests.views.case import (
    request_close,
    request_decide,
    request_demand,
    request_detail,
    request_not_held,
    request_paper,
    request_reopen,
    request_review,
    request_stand_back,
    request_withdraw,
)
from access_requests.views.taking_in import enquiry, own_call

__all__ = [
    "enquiry",
    "own_call",
    "request_check",
    "request_close",
    "request_decide",
    "request_demand",
    "request_detail",
    "request_new",
    "request_new_step",
    "request_not_held",
    "request_paper",
    "request_reopen",
    "request_review",
    "request_sent",
    "request_stand_back",
    "request_withdraw",
    "requests",
]
