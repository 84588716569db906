"""The only readers of breaches. Each takes the person who reads, and shows them only what they are part of (AC-4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from access_requests.models import AccessRequest, CaseClock, Right
from access_requests.queries import live_grants
from breaches import rules
from breaches.countdown import Countdown
from breaches.grid import Outcome
from breaches.models import (
    OPEN,
    Account,
    Assessment,
    Awareness,
    Breach,
    Decision,
    FollowUp,
    FollowUpState,
    Involvement,
    Receipt,
    Submission,
    Told,
    Verdict,
    Whom,
)
from breaches.rules import LEADS, NOT_THERE, Bench, Lead, Progress, Said, Version
from callgov import clock
from callgov.authorisation import may
from callgov.incidents import IncidentKind
from callgov.people.models import User
from callgov.people.queries import able, colleagues, roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.roles import Action, Role
from callgov.trail.models import Entry
from register.models import Release, ReleaseState

HISTORY = 50
_GONE = (ReleaseState.DESTROYED, ReleaseState.DISCARDED)
_INVOLVED = Involvement.objects.filter(breach=OuterRef("pk")).values("person")
_MAILS_AT_ONCE = 200
DONE = (
    Prefetch("submissions", Submission.objects.select_related("recorded_by")),
    "people_told",
    "containments",
)  # what the page of a breach and its answers ask for again and again


# Whom to tell


def bench(reporter: User | None, today: date) -> Bench:
    """Who can be told today: holders and deputies of both roles, the reporter's line manager, who can name a deputy."""
    manager = None if reporter is None else _line_manager(reporter)
    leads = {role: frozenset(person.pk for person in able([role], today)) for role in LEADS.values()}
    namers = frozenset(person.pk for person in able([Role.PRACTICE_MANAGER], today))
    return Bench(manager.pk if manager else None, leads[Role.IG_LEAD], leads[Role.DPO], namers)


def _line_manager(reporter: User) -> User | None:
    """The first in the reporter's line who still works here."""
    passed: set[int] = set()
    manager = reporter.line_manager
    while manager is not None and not manager.is_active and manager.pk not in passed:
        passed.add(manager.pk)
        manager = manager.line_manager
    return manager if manager is not None and manager.is_active else None


def unconfirmed(now: datetime) -> list[Receipt]:
    """Receipts of the two leads that nobody has confirmed, of breaches that are not over."""
    receipts = Receipt.objects.filter(acknowledged_at=None, whom__in=list(LEADS), breach__state__in=OPEN, breach__reported_at__lte=now)
    return list(receipts.select_related("breach"))


def not_mailed(breach_id: str = "") -> list[int]:
    """Whom no mail has reached yet, by the id of their row, the latest first; of one breach or of all."""
    waiting = Told.objects.filter(mailed_at=None).order_by("-pk").values_list("pk", flat=True)
    return list((waiting.filter(receipt__breach__pk=breach_id) if breach_id else waiting)[:_MAILS_AT_ONCE])


def to_mail(told_id: int) -> Told | None:
    """One person to be mailed, locked; None when somebody else mails them now or has done so."""
    waiting = Told.objects.filter(pk=told_id, mailed_at=None).select_related("receipt__breach")
    return waiting.select_for_update(of=("self",), skip_locked=True).first()


def leads(today: date) -> list[User]:
    """Everyone who settles breaches today: holders and deputies of both roles."""
    return able(LEADS.values(), today)


# Who may see which breach


@enforces("AC-4", "BR-2")
def visible(person: User, today: date) -> QuerySet[Breach]:
    """Breaches that this person may see: all for the two leads; for others those that they reported, were told of or have an action of."""
    if may(person, Action.HANDLE_BREACHES) or set(LEADS.values()) & roles_on(person, today):
        return Breach.objects.all()
    told = Told.objects.filter(person=person).values("receipt__breach")
    owned = FollowUp.objects.filter(owner=person).values("breach")
    return Breach.objects.filter(Q(reporter=person) | Q(pk__in=told) | Q(pk__in=owned))


def one(person: User, reference: str, today: date) -> Breach:
    """A breach that this person may see. Raises NotYours for any other, which looks as if it did not exist."""
    seen = visible(person, today).select_related("reporter", "closed_by").annotate(involved=ArraySubquery(_INVOLVED))
    breach = seen.filter(reference=reference).first()
    if breach is None:
        raise NotYours(NOT_THERE)
    return breach


def of_incident(kind: str, subject: str) -> Breach | None:
    """The breach that was opened from this incident, if any."""
    return Breach.objects.filter(incident_kind=kind, incident_subject=subject).first()


def known_request(reference: str) -> str:
    """The reference if there is such a request, else nothing."""
    return reference if reference and AccessRequest.objects.filter(reference=reference).exists() else ""


def request_of(breach: Breach) -> AccessRequest | None:
    """The disciplinary request that is linked to a breach."""
    return AccessRequest.objects.filter(reference=breach.disciplinary_request).first() if breach.disciplinary_request else None


def follow_up(follow_up_id: int, breach: Breach) -> FollowUp:
    """One action of this breach. Raises NotYours for any other."""
    found = FollowUp.objects.select_related("owner", "breach").filter(pk=follow_up_id, breach=breach).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def owners() -> QuerySet[User]:
    """People to choose an owner or whose act it was from."""
    return colleagues()


# One breach


@dataclass(frozen=True)
class Case:
    """One breach with all that its page shows; read at one instant, for one reader. What only the leads see is empty for others."""

    breach: Breach
    reader: User
    now: datetime
    receipts: Sequence[Receipt]
    awareness: Sequence[Awareness]
    involved: frozenset[int]
    accounts: Sequence[Account]
    assessments: Sequence[Assessment]
    follow_ups: Sequence[FollowUp]
    history: Sequence[Entry]

    @property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    @cached_property
    def lead(self) -> Lead:
        """The reader as a lead."""
        return rules.lead_of(self.reader.pk, roles_on(self.reader, self.today), self.involved, self.breach.reporter_id)

    @property
    def handles(self) -> bool:
        """Whether the reader settles breaches."""
        return self.lead.role is not None

    @property
    def account(self) -> Account | None:
        """What is known now."""
        return self.accounts[-1] if self.accounts else None

    @property
    def assessment(self) -> Assessment | None:
        """The risk as it stands."""
        return self.assessments[-1] if self.assessments else None

    @cached_property
    def versions(self) -> list[Version]:
        """Assessments and decisions as the rules see them."""
        return [version_of(assessment) for assessment in self.assessments]

    @cached_property
    def verdict(self) -> Verdict | None:
        """What stands decided."""
        return rules.standing(self.versions)

    @property
    def decisions(self) -> list[Decision]:
        """All of them, in their order."""
        return list(chain.from_iterable(assessment.decisions.all() for assessment in self.assessments))

    @property
    def countdown(self) -> Countdown:
        """How the 72 hours stand."""
        submitted = [one.submitted_at for one in self.breach.submissions.all()]
        return Countdown(self.breach.aware_at, self.now, stopped_at=answered_at(submitted, self.assessments))

    @property
    def progress(self) -> Progress:
        """How far it has come, for closing."""
        return progress(self.breach, self.receipts, self.accounts, self.assessments, self.verdict)


def version_of(assessment: Assessment) -> Version:
    """One assessment with its decisions as the rules see it."""
    said = [Said(Whom(one.role), Verdict(one.verdict), one.decided_by_id) for one in assessment.decisions.all()]
    return Version(Outcome(assessment.outcome), said)


def answered_at(submitted: Sequence[datetime], assessments: Sequence[Assessment]) -> datetime | None:
    """When the 72 hours were answered: with the first report, or with the first decision that none is needed, if that still stands."""
    if submitted:
        return min(submitted)
    versions = [version_of(assessment) for assessment in assessments]
    if rules.standing(versions) not in rules.LOWERING:
        return None
    for number, assessment in enumerate(assessments):
        for said, decision in enumerate(assessment.decisions.all(), 1):
            part = Version(versions[number].outcome, versions[number].said[:said])
            if rules.standing([*versions[:number], part]) in rules.LOWERING:
                return decision.decided_at
    return None


def progress(
    breach: Breach, receipts: Iterable[Receipt], accounts: Sequence[Account], assessments: Sequence[Assessment], verdict: Verdict | None
) -> Progress:
    """How far a breach has come."""
    return Progress(
        receipts={receipt.whom: receipt.acknowledged_at is not None for receipt in receipts},
        described=bool(accounts),
        verdict=verdict,
        submitted=bool(breach.submissions.all()),
        high_risk=bool(assessments) and assessments[-1].high_risk,
        was_high_risk=any(assessment.high_risk for assessment in assessments),
        ways=[told.way for told in breach.people_told.all()],
        actions_open=sum(action.state == FollowUpState.TO_DO for action in breach.follow_ups.all()),
    )


def case(person: User, reference: str, now: datetime) -> Case:
    """Everything about a breach that its page shows this person. Raises NotYours. A constant number of queries."""
    breach = one(person, reference, clock.local_day(now))
    handles = bool(set(LEADS.values()) & roles_on(person, clock.local_day(now)))
    receipts = breach.receipts.select_related("acknowledged_by").prefetch_related(
        Prefetch("told", Told.objects.select_related("person")),
    )  # fmt: skip
    prefetch_related_objects([breach], Prefetch("follow_ups", FollowUp.objects.select_related("owner")), *(DONE if handles else ()))
    return Case(
        breach, person, now,
        receipts=list(receipts),
        awareness=list(breach.awareness.select_related("set_by")) if handles else [],
        involved=frozenset(breach.involved),  # type: ignore[attr-defined]  # as `one` read it
        accounts=list(breach.accounts.select_related("written_by")) if handles else [],
        assessments=assessments(breach) if handles else [],
        follow_ups=list(breach.follow_ups.all()),
        history=history(reference) if handles else [],
    )  # fmt: skip


def assessments(breach: Breach) -> list[Assessment]:
    """Every version of the risk with the decisions on it."""
    decisions = Prefetch("decisions", Decision.objects.select_related("decided_by"))
    return list(breach.assessments.select_related("assessed_by").prefetch_related(decisions))


def versions(breach: Breach) -> list[Version]:
    """Assessments and decisions of a breach as the rules see them."""
    return [version_of(assessment) for assessment in assessments(breach)]


def history(reference: str) -> list[Entry]:
    """What the trail tells of a breach, newest first."""
    return list(Entry.objects.filter(request=reference).select_related("actor", "about").order_by("-id")[:HISTORY])


def lead(person: User, breach: Breach, today: date) -> Lead:
    """A person as a lead of this breach."""
    involved = breach.involvements.values_list("person", flat=True)
    return rules.lead_of(person.pk, roles_on(person, today), set(involved), breach.reporter_id)


# Lists


@dataclass(frozen=True)
class Listed:
    """One line of the register."""

    breach: Breach
    verdict: Verdict | None
    outcome: Outcome
    submitted_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Year:
    """The breaches that were reported in one local year, newest first, and the years that have any."""

    number: int
    now: datetime
    listed: Sequence[Listed]
    others: Sequence[int]


@enforces("BR-3")
def year(number: int | None, now: datetime) -> Year:
    """The breach register of a year; of this one when none is asked for. A constant number of queries."""
    years = [found.year for found in Breach.objects.datetimes("reported_at", "year", tzinfo=clock.LONDON)]
    this = number or clock.local_day(now).year
    first, last = clock.start_of_day(date(this, 1, 1)), clock.end_of_day(date(this, 12, 31))
    found = Breach.objects.filter(reported_at__gte=first, reported_at__lt=last).prefetch_related(
        "submissions", Prefetch("assessments", Assessment.objects.prefetch_related("decisions"))
    )
    return Year(this, now, [_listed(breach) for breach in found], sorted({*years, this} - {this}, reverse=True))


def _listed(breach: Breach) -> Listed:
    versions = [version_of(assessment) for assessment in breach.assessments.all()]
    submitted = [one.submitted_at for one in breach.submissions.all()]
    outcome = versions[-1].outcome if versions else Outcome.NONE
    answered = answered_at(submitted, list(breach.assessments.all()))
    return Listed(breach, rules.standing(versions), outcome, min(submitted, default=None), answered)


def officers(today: date) -> list[User]:
    """Who is the Data Protection Officer today."""
    return able([Role.DPO], today)


def unanswered(now: datetime) -> list[tuple[Breach, datetime]]:
    """Open breaches whose 72 hours nobody has answered, with the instant from which they run."""
    decisions = Prefetch("assessments", Assessment.objects.prefetch_related("decisions"))
    found = Breach.objects.filter(state__in=OPEN, reported_at__lte=now).prefetch_related("submissions", decisions)
    return [(breach, breach.aware_at) for breach in found if not _is_answered(breach)]


def _is_answered(breach: Breach) -> bool:
    verdict = rules.standing(version_of(assessment) for assessment in breach.assessments.all())
    return bool(breach.submissions.all()) or verdict in rules.LOWERING


def receipts_of(person: User, today: date) -> list[Receipt]:
    """Receipts that wait for this person: as line manager, or in a lead's role held or deputised for today."""
    whom = [who for who, role in LEADS.items() if role in roles_on(person, today)]
    mine = Q(whom__in=whom) | Q(whom=Whom.LINE_MANAGER, told__person=person)
    return list(Receipt.objects.filter(mine, acknowledged_at=None, breach__state__in=OPEN).select_related("breach").distinct())


def actions_of(person: User) -> list[FollowUp]:
    """Actions that this person owns and has not done."""
    return list(FollowUp.objects.filter(owner=person, state=FollowUpState.TO_DO).select_related("breach"))


# What can be contained


def copies(breach: Breach) -> dict[str, str]:
    """Stored copies of the linked request that are still there, by id, in words."""
    stored = Release.objects.filter(request__reference=breach.about_request).exclude(state__in=_GONE).order_by("copy_number")
    return {str(one.pk): f"Copy {one.copy_number} of {breach.about_request}, {one.get_state_display().lower()}" for one in stored}


def grants(breach: Breach, now: datetime) -> dict[str, str]:
    """Accesses under the linked request that can be used now, by id, in words."""
    live = live_grants(breach.about_request, now)
    return {str(one.pk): f"Access of {one.holder.get_full_name()} under {one.request_reference}" for one in live}


def accounts(breach: Breach) -> list[User]:
    """People whose act is in question and who can still log in."""
    return list(User.objects.filter(pk__in=breach.involvements.values("person"), is_active=True))


def people(ids: Iterable[int]) -> list[User]:
    """These people, as far as they can still log in."""
    return list(User.objects.filter(pk__in=list(ids), is_active=True))


def late_rights(now: datetime) -> list[CaseClock]:
    """Subject access requests whose last day is over, that wait for nothing of theirs and were not answered, without a draft yet."""
    late = CaseClock.objects.filter(right=Right.SUBJECT_ACCESS, answered_on=None, waiting=False, due_on__lt=clock.local_day(now))
    known = set(Breach.objects.filter(incident_kind=IncidentKind.LATE_SAR).values_list("incident_subject", flat=True))
    return [case for case in late if f"{case.reference} unanswered" not in known]
