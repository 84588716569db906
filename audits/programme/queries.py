"""The only readers of the programme: what is due for whom, the authority of today, and who may assess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet

from audits.models import Absence, Audit, AuditKind, Authority, StaffProfile
from audits.models.audit import OPEN
from audits.programme import rules
from audits.programme.rules import Away, Due, Facts
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able, roles_on
from callgov.policy import enforces
from callgov.practice import chosen
from callgov.refusals import NotYours, Refusal
from callgov.roles import Action, Role, actions_of

_PERSON = ("id", "name", "job_title", "line_manager_id", "starts_on", "leaves_on", "is_active")


@dataclass(frozen=True)
class Line:
    """One person on the programme: what is due, the audit that is open for it if there is one, and who assesses."""

    person: User
    profile: StaffProfile
    due: Due
    audit: Audit | None
    assessor: User | None

    def is_late(self, today: date) -> bool:
        """Whether the day is over."""
        return self.due.on is not None and self.due.on < today

    def is_near(self, today: date, days: int) -> bool:
        """Whether it is due within so many days, or late, or begun already."""
        return self.audit is not None or (self.due.on is not None and self.due.on <= clock.grant_ends(today, days))


def lines(today: date, people: QuerySet[User] | None = None) -> list[Line]:
    """What is due for everyone who works here, late and soonest first, those without a day last. Five queries, however many people."""
    known = User.objects.filter(is_active=True) if people is None else people
    profiles = StaffProfile.objects.select_related("assessor")
    by_person = {profile.person_id: profile for profile in profiles}
    last = dict(Audit.objects.filter(finished_at__isnull=False).values_list("person").annotate(Max("finished_at")))
    opened = {audit.person_id: audit for audit in Audit.objects.filter(state__in=OPEN).select_related("assessor")}
    away = _absences(Absence.objects.all())
    began, months = began_on(today), chosen("audit_probation_months")["audit_probation_months"]
    found = []
    for person in known.only(*_PERSON):
        profile = by_person.get(person.pk) or StaffProfile(person=person)
        audit = opened.get(person.pk)
        due = rules.due(_facts(person, profile, began, months, last.get(person.pk), audit, away.get(person.pk, [])))
        if due is not None:
            found.append(Line(person, profile, due, audit, audit.assessor if audit and audit.assessor else profile.assessor))
    return sorted(found, key=lambda line: (line.due.on or date.max, line.person.name))


def line_of(person: User, today: date) -> Line | None:
    """What is due for one person, if anything is."""
    return next(iter(lines(today, User.objects.filter(pk=person.pk, is_active=True))), None)


def _absences(rows: Iterable[Absence]) -> Mapping[int, list[Away]]:
    found: dict[int, list[Away]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Away(row.starts_on, row.ends_on))
    return found


def _facts(person: User, profile: StaffProfile, began: date, months: int, last: object, audit: Audit | None, absences: list[Away]) -> Facts:
    reaudit = audit.due_on if audit and audit.kind == AuditKind.REAUDIT else None
    return Facts(
        began_on=began,
        starts_on=person.starts_on,
        probation_ends_on=rules.probation_ends(person.starts_on, profile.probation_ends_on, months),
        leaves_on=person.leaves_on,
        uses_telephone=profile.uses_telephone,
        last_on=clock.local_day(last) if last else None,  # type: ignore[arg-type]
        reaudit_due=reaudit,
        absences=absences,
    )


def began_on(today: date) -> date:
    """The first day of the practice's programme: of its first authority, or today while it has none."""
    first: date | None = Authority.objects.aggregate(first=Min("starts_on"))["first"]
    return first or today


@enforces("AU-3")
def seen(person: User, today: date, everyone: list[Line]) -> list[Line]:
    """Of the lines, those that this person may see: all for who plans or authorises, else those they may assess."""
    roles = roles_on(person, today)
    may = actions_of(roles)
    if Action.PLAN_AUDITS in may or Action.AUTHORISE_AUDITS in may:
        return everyone
    manager_may: bool = chosen("audit_line_manager_may_assess")["audit_line_manager_may_assess"]
    mine = [line for line in everyone if line.assessor is None or line.assessor.pk == person.pk]
    return [line for line in mine if rules.refuse_assessor(person, roles, line.person, manager_may=manager_may) is None]


@enforces("AC-1", "AC-2")
def authority_for(holder: User, today: date) -> Authority | None:
    """The authority under which this person may hear drawn calls today: given by someone else who is still the lead or their deputy."""
    live = list(live_authorities(today).exclude(given_by=holder).select_related("given_by"))
    return next((one for one in live if Role.IG_LEAD in roles_on(one.given_by, today)), None)


def refuse_authority(holder: User, today: date) -> Refusal | None:
    """Why this person cannot hear drawn calls today for want of an authority. The page asks it too."""
    if authority_for(holder, today) is not None:
        return None
    own = live_authorities(today).filter(given_by=holder).exists()
    return rules.ONLY_OWN_AUTHORITY if own else rules.NO_AUTHORITY


def live_authorities(today: date) -> QuerySet[Authority]:
    """Authorities whose days include today, newest first."""
    return Authority.objects.filter(starts_on__lte=today, ends_on__gte=today, given_by__is_active=True)


def assessors_for(person: User, today: date) -> list[User]:
    """Who may assess this person today."""
    manager_may: bool = chosen("audit_line_manager_may_assess")["audit_line_manager_may_assess"]
    assessing = able([Role.ASSESSOR], today)
    held = frozenset({Role.ASSESSOR})
    return [one for one in assessing if rules.refuse_assessor(one, held, person, manager_may=manager_may) is None]


def person(person_id: int) -> User:
    """An active person, for who plans audits. Raises NotYours when there is none."""
    found = User.objects.filter(pk=person_id, is_active=True).select_related("line_manager", "audit_profile__assessor").first()
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def profile_of(person: User) -> StaffProfile:
    """How a person is audited; as usual when nobody said otherwise."""
    return StaffProfile.objects.select_related("assessor").filter(person=person).first() or StaffProfile(person=person)


def absences_of(person: User) -> list[Absence]:
    """The long absences of a person, newest first."""
    return list(Absence.objects.filter(person=person).order_by("-starts_on"))


def open_audit_of(person: User) -> Audit | None:
    """The audit that is open for a person."""
    return Audit.objects.filter(person=person, state__in=OPEN).select_related("assessor").first()


def finished_by_month(first: date, last: date) -> dict[tuple[int, int], int]:
    """How many audits were finished in each month between two days: (year, month) → number."""
    times = Audit.objects.filter(finished_at__gte=clock.start_of_day(first), finished_at__lt=clock.end_of_day(last))
    counts: dict[tuple[int, int], int] = {}
    for finished in times.values_list("finished_at", flat=True):
        day = clock.local_day(finished) if finished else first
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + 1
    return counts
