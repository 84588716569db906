"""One request with all that its page shows, and what was given under it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from access_requests import facts
from access_requests.facts import Facts
from access_requests.models import FROM_OUTSIDE, AccessRequest, Asker, Assessment, Decision
from access_requests.papers import AREA
from access_requests.queries.deciding import bench, facts_of
from access_requests.queries.visible import one, visible
from access_requests.routes import ROUTES, RequestRoute
from access_requests.rules import Bench
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.roles import Role
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.workflow import Step
from recordings.access.queries import grants_of_request
from recordings.attachments.queries import of_case
from recordings.models import Attachment, Grant, GrantAction, GrantedRecording, Objection, Recording
from recordings.notices.queries import objections_about

EARLIER = 5
TOLD = frozenset({
    Event.REQUEST_SENT, Event.REQUEST_STEP_AGREED, Event.REQUEST_APPROVED, Event.REQUEST_REFUSED, Event.REQUEST_WITHDRAWN,
    Event.REQUEST_LAPSED, Event.REQUEST_CLOSED, Event.REQUEST_REOPENED, Event.REQUEST_REVIEWED, Event.NOT_HELD, Event.GRANT_ISSUED,
    Event.GRANT_ENDED, Event.CALL_CHOSEN, Event.AUDIO_DEPOSITED, Event.COPY_PREPARED, Event.COPY_RELEASED, Event.COPY_COLLECTED,
    Event.COPY_DESTROYED, Event.ATTACHMENT_ADDED, Event.IDENTITY_CHECKED, Event.DEMAND_RECORDED, Event.CONFLICT_DECLARED,
    Event.RECORDING_ASSESSED, Event.CLOCK_ASKED, Event.CLOCK_ANSWERED, Event.CLOCK_EXTENDED, Event.CLOCK_TAKEN_BACK, Event.CLOCK_STOPPED,
    Event.CLOCK_RECALCULATED, Event.LETTER_SENT, Event.SEARCH_WIDENED, Event.SEARCH_EXPLAINED,
})  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One request with all that its page shows; read at one instant, for one reader."""

    request: AccessRequest
    reader: User
    now: datetime
    decisions: list[Decision]
    bench: Bench
    facts: Facts
    papers: list[Attachment]
    calls: list[Recording]
    assessments: list[Assessment]
    grants: list[Grant]
    earlier: list[AccessRequest]
    history: list[Entry]
    objections: list[Objection] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    @property
    def route(self) -> RequestRoute:
        """The route of this kind of request."""
        return ROUTES[self.request.kind]

    @property
    def step(self) -> Step | None:
        """The step that waits, if one does."""
        return self.route.step(self.request.step) if self.request.step else None

    @property
    def roles(self) -> frozenset[Role]:
        """The reader's roles today."""
        return roles_on(self.reader, self.today)

    @property
    def is_own(self) -> bool:
        """Whether the reader asked for themselves."""
        return self.request.asked_by_id == self.reader.pk

    @property
    def is_sender(self) -> bool:
        """Whether the reader asked, or took in what somebody outside asked."""
        return self.request.requester_id == self.reader.pk

    @property
    def this_round(self) -> list[Decision]:
        """The decisions since it was last reopened."""
        return [decision for decision in self.decisions if decision.round == self.request.round]

    @property
    def review(self) -> Decision | None:
        """The review of what was done at once, if there was one."""
        return next((decision for decision in self.this_round if decision.step == "review"), None)

    @property
    def live_grants(self) -> list[Grant]:
        """The grants under it that can be used now."""
        return [grant for grant in self.grants if grant.ended_at is None and grant.starts_at <= self.now < grant.ends_at]


def case(person: User, reference: str, now: datetime) -> Case:
    """Everything about a request that its page shows. Raises NotYours. A constant number of queries."""
    today = clock.local_day(now)
    request = one(person, reference, today)
    waits = ROUTES[request.kind].step(request.step) if request.step else None
    papers = of_case(AREA, reference)
    known = facts_of(request, papers)
    decisions = list(request.decisions.select_related("decided_by"))
    return Case(
        request, person, now,
        decisions=decisions,
        bench=bench(request, waits, today, known, decisions) if waits else Bench(),
        facts=known,
        papers=papers,
        calls=[] if waits or not facts.assessed(request) else chosen_calls(reference),
        assessments=[] if waits or not facts.assessed(request) else list(request.assessments.select_related("assessed_by")),
        grants=[] if waits else list(grants_of_request(reference)),
        earlier=earlier(person, request, today),
        history=history(reference),
        objections=objections_about(request.external_e164),
    )  # fmt: skip


def chosen_calls(reference: str) -> list[Recording]:
    """The recordings chosen under a request, in the order of the calls."""
    chosen = GrantedRecording.objects.filter(grant__request_reference=reference).values("recording")
    return list(Recording.objects.filter(pk__in=chosen).order_by("started_at"))


def earlier(person: User, request: AccessRequest, today: date) -> list[AccessRequest]:
    """The last few requests by the same person, or about the same outside number, as far as the reader may see them.

    Somebody outside is known again by their number or email address: whoever took it in is of no matter.
    """
    others = AccessRequest.objects.exclude(pk=request.pk).order_by("-sent_at").values("pk")
    same = [others.filter(part)[:EARLIER] for part in _same(request)]
    if not same:
        return []
    found = same[0].union(*same[1:]) if same[1:] else same[0]
    shown = ("reference", "kind", "state", "purpose", "sent_at", "requester__name", "asker__name")
    return list(visible(person, today).filter(pk__in=found).select_related("requester", "asker").only(*shown)[:EARLIER])


def _same(request: AccessRequest) -> Iterator[Q]:
    """What each of the other requests about the same person has in common with this one; each part is read by an index of its own."""
    asker: Asker | None = getattr(request, "asker", None)
    numbers = {request.external_e164, asker.telephone_e164 if asker else ""} - {""}
    if request.asked_by_id is not None:
        yield Q(requester=request.asked_by_id) & ~Q(kind__in=FROM_OUTSIDE)
    if numbers:
        yield Q(external_e164__in=numbers)
        yield Q(pk__in=Asker.objects.filter(telephone_e164__in=numbers).values("request"))
    if asker is not None and asker.email:
        yield Q(pk__in=Asker.objects.filter(email__iexact=asker.email).values("request"))


def history(reference: str) -> list[Entry]:
    """What the trail tells of a request: its own steps and what was given and released under it, newest first."""
    return list(Entry.objects.filter(request=reference, event__in=TOLD).select_related("actor", "about").order_by("-id")[:50])


def finders(grants: Collection[Grant]) -> set[int]:
    """Who may look for the call, of these grants that can be used now."""
    return {grant.holder_id for grant in grants if GrantAction.FIND in grant.actions}


def live_grants(reference: str, now: datetime) -> list[Grant]:
    """The grants of a request that can be used now."""
    return list(Grant.objects.filter(request_reference=reference, ended_at=None, starts_at__lte=now, ends_at__gt=now))
