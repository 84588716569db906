"""What was given, what went before, what happened."""

from collections.abc import Iterable

from django.urls import reverse

from access_requests.grounds import Ground
from access_requests.models import AccessRequest, Decision, State
from access_requests.presenters.asked import who_asked
from access_requests.queries import Case
from access_requests.rules import refuse_closing
from callgov.trail.events import Event as TrailEvent
from callgov.trail.models import Entry
from callgov.ui.formats import nhs_date
from callgov.ui.parts import Event, Link, Row, Tag
from recordings.access.rules import last_day
from recordings.models import Grant
from recordings.purposes import PURPOSE_WORDS

_ACTIONS = (("find", "find the call"), ("listen", "listen"), ("release", "release a copy"))
_DECIDED = frozenset({TrailEvent.REQUEST_STEP_AGREED, TrailEvent.REQUEST_APPROVED, TrailEvent.REQUEST_REFUSED, TrailEvent.REQUEST_REVIEWED})


def link(request: AccessRequest) -> Link:
    """The way to a request."""
    return Link(request.reference, reverse("request_detail", kwargs={"reference": request.reference}))


def grant_rows(case: Case) -> list[Row]:
    """Who may do what until when; for whoever may end an access, the way there."""
    may_end = refuse_closing(case.roles) is None
    by_time = sorted(case.grants, key=lambda grant: grant.issued_at)
    return [Row(grant.holder.get_full_name(), [_actions(grant), _until(grant), *_end(grant, may_end, case)]) for grant in by_time]


def _end(grant: Grant, may_end: bool, case: Case) -> list[Link]:
    if not may_end or grant not in case.live_grants:
        return []
    return [Link("End this access", reverse("grant_end", args=[grant.pk]), f" of {grant.holder.get_full_name()}")]


def _actions(grant: Grant) -> str:
    *first, last = (label for action, label in _ACTIONS if action in grant.actions)
    words = f"{', '.join(first)} and {last}" if first else last
    return f"May {words}"


def _until(grant: Grant) -> str:
    return f"Ended {nhs_date(grant.ended_at)}" if grant.ended_at else f"Until {nhs_date(last_day(grant.ends_at))}"


def earlier_rows(requests: Iterable[AccessRequest]) -> list[list[object]]:
    """Earlier requests about the same number or by the same person."""
    return [
        [
            [link(request), f"{who_asked(request)}, {nhs_date(request.sent_at)}"],
            [PURPOSE_WORDS[request.purpose], Tag(State(request.state))],
        ]
        for request in requests
    ]


def refusals(case: Case) -> list[Row]:
    """On which ground it was refused, or a part of it, in the round that stands."""
    return [
        Row("Refused in part" if decision.partly else "Refused", [str(Ground(decision.ground).label), decision.reasons])
        for decision in case.this_round
        if decision.ground
    ]


def events(case: Case) -> list[Event]:
    """The history from the trail, newest first, with the reasons that decisions gave. Who asked does not read the advice (S8)."""
    return [_event(entry, case) for entry in case.history]


def _event(entry: Entry, case: Case) -> Event:
    who = entry.actor.get_full_name() if entry.actor else "The system"
    what = str(TrailEvent(entry.event).label)
    if entry.about and entry.event == TrailEvent.GRANT_ISSUED:
        what = f"{what} to {entry.about.get_full_name()}"
    return Event(what, who, entry.timestamp, _words(entry, case))


def _words(entry: Entry, case: Case) -> str:
    if entry.event == TrailEvent.NOT_HELD:
        return case.request.not_held_reason
    if entry.event == TrailEvent.REQUEST_REOPENED:
        return entry.reason
    if entry.event not in _DECIDED:
        return ""
    step = entry.facts.get("step", "")
    said = [decision for decision in case.decisions if decision.step == step and decision.decided_at <= entry.timestamp]
    return said[-1].reasons if said and not _hidden(said[-1], case) else ""


def _hidden(decision: Decision, case: Case) -> bool:
    """The Data Protection Officer's advice is for who decides, not for who asked."""
    return case.is_own and decision.step != "ig-lead"
