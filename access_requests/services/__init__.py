"""The verbs of a request: send, log, decide, stand back, withdraw, close, give up, reopen, review, lapse. The only writers of requests."""

from access_requests.services.asking import Outsider, ask_next, days_of, log_enquiry, send_request
from access_requests.services.deciding import decide, stand_back
from access_requests.services.ending import close, give_up, lapse_due, record_not_held, reopen, review, withdraw, withdraw_all_of
from access_requests.services.recalculating import recalculate_days
from access_requests.services.records import attach_paper, record_demand

__all__ = [
    "Outsider",
    "ask_next",
    "attach_paper",
    "close",
    "days_of",
    "decide",
    "give_up",
    "lapse_due",
    "log_enquiry",
    "recalculate_days",
    "record_demand",
    "record_not_held",
    "reopen",
    "review",
    "send_request",
    "stand_back",
    "withdraw",
    "withdraw_all_of",
]
