"""The practice's own choices: each with its default, what it means, and which values make sense."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callgov.models import Setting


@dataclass(frozen=True)
class Choice:
    """One setting: its default, the sentence shown beside it, the check that a new value must pass, and that check in words."""

    default: Any
    words: str
    accepts: Callable[[Any], bool]
    must: str


# Choices by which deadlines are counted that run already: what counts them is told when one changes.
COUNTED_BY = frozenset({"pause_counts_asking_day", "complaint_ack_days", "health_records_days", "external_days"})


def _number(default: int, low: int, high: int, words: str) -> Choice:
    return Choice(default, words, lambda value: type(value) is int and low <= value <= high, f"a whole number from {low} to {high}")


def _yes_or_no(default: bool, words: str) -> Choice:
    return Choice(default, words, lambda value: type(value) is bool, "yes or no")


CHOICES: dict[str, Choice] = {
    "grant_days": _number(7, 1, 90, "Days that a grant lasts unless the decision says otherwise"),
    "decision_days": _number(7, 1, 28, "Days within which a request should be decided"),
    "request_lapse_days": _number(28, 1, 365, "Days after which an unanswered request lapses"),
    "target_days": _number(28, 1, 28, "Days within which we aim to answer a subject access request or an objection"),
    "pause_counts_asking_day": _yes_or_no(
        False,
        "While a clock is paused, the day on which we asked does not count either (the law's own count; without it the date is earlier)",
    ),
    "no_reply_close_days": _number(30, 7, 90, "Days without an answer to our question after which closing the case is suggested"),
    "complaint_ack_days": _number(30, 1, 30, "Days within which a data-protection complaint is acknowledged"),
    "health_records_days": _number(21, 1, 40, "Days within which a request for a dead patient's records is answered"),
    "external_days": _number(5, 1, 28, "Working days within which the police or another body should have an answer"),
    "proof_days": _number(30, 1, 90, "Days after which a copy of a proof of identity or authority is destroyed"),
    "competence_age": _number(12, 1, 15, "Age from which we ask whether a child understands enough to decide"),
    "collection_days": _number(7, 1, 30, "Days that a collection link works"),
    "copy_keep_days": _number(28, 1, 365, "Days after which a released copy must be deleted, unless the release says otherwise"),
    "inspection_months": _number(3, 1, 12, "Months from one inspection of the release register to the next"),
    "inspection_sample": _number(5, 1, 20, "Lines drawn for an inspection of the release register"),
    "hold_review_months": _number(6, 1, 24, "Months after which a legal hold must be reviewed, unless it says otherwise"),
    "disposal_days": _number(7, 1, 31, "Days between two proposals to destroy what is due"),
    "breach_tell_people_severity": _number(
        4, 2, 5, "Severity from which the people affected by a breach are to be told, if harm is likely"
    ),
    "fixity_days": _number(30, 1, 365, "Days within which everything that is stored is read again and checked"),
    "search_limit": _number(50, 1, 200, "Most calls that a search inside a request may show"),
    "attachment_megabytes": _number(10, 1, 50, "Megabytes that a paper attached to a case may have"),
    "approver_may_release": _yes_or_no(
        False, "The practice is too small to keep approver and releaser apart; the register line then says so"
    ),
    "audit_window_days": _number(90, 14, 365, "Days before the draw of an audit from which calls are drawn; twice as many for part-timers"),
    "audit_shortest_seconds": _number(30, 0, 600, "Seconds below which a call is not drawn for an audit"),
    "audit_consultation_seconds": _number(120, 0, 900, "Seconds below which the call of a clinician is not drawn for an audit"),
    "audit_grant_days": _number(28, 7, 90, "Days in which the calls of an audit can be heard"),
    "audit_lead_days": _number(42, 7, 180, "Days before an audit is due at which it is on the work list"),
    "audit_probation_months": _number(6, 1, 24, "Months of probation when nobody said when it ends"),
    "audit_mean_of_calls": _yes_or_no(False, "The score of an audit is the mean of its calls instead of all marks together"),
    "audit_identity_is_critical": _yes_or_no(False, "A call in which identity was not confirmed counts as nothing met"),
    "audit_line_manager_may_assess": _yes_or_no(False, "A line manager may assess the people they manage"),
    "audit_smallest_group": _number(5, 3, 20, "Fewest people of whom collective audit results are shown"),
}


def setting(name: str) -> Any:
    """The practice's value, or the default. Raises KeyError for a name that is not a choice."""
    return chosen(name)[name]


def chosen(*names: str) -> dict[str, Any]:
    """Several values in one query. Raises KeyError for a name that is not a choice."""
    defaults = {name: CHOICES[name].default for name in names}
    return {**defaults, **dict(Setting.objects.filter(name__in=names).values_list("name", "value"))}
