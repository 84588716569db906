"""Reading inspections, their drawn lines and actions, and what the register still has to show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet

from access_requests.models import Decision
from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.refusals import NotYours
from callgov.roles import Action
from recordings.models import Certificate
from register import queries as register
from register.inspections.rules import Drawn, due_on
from register.models import InspectedLine, Inspection, InspectionAction, InspectionState, RegisterLine


@dataclass(frozen=True)
class Beside:
    """A drawn line with everything that it is held against."""

    drawn: InspectedLine
    line: RegisterLine
    approval: Decision | None
    certificate: Certificate | None


def inspection(year: int, number: int) -> Inspection:
    """One inspection with its lines, actions and people."""
    found = (
        Inspection.objects.filter(year=year, number=number)
        .select_related("opened_by", "signed_by")
        .prefetch_related("lines__line__release", "lines__line__released_by", "lines__answered_by", "actions__owner", "actions__done_by")
        .first()
    )
    if found is None:
        raise NotYours(register.NOT_THERE)
    return found


def everyone() -> QuerySet[Inspection]:
    """All inspections, newest first, with how many lines were drawn and how many did not agree."""
    return Inspection.objects.select_related("opened_by", "signed_by").annotate(drawn=Count("lines")).order_by("-year", "-number")


def open_one() -> Inspection | None:
    """The inspection that is open, if any."""
    return Inspection.objects.filter(state=InspectionState.OPEN).first()


def last_signed() -> Inspection | None:
    """The inspection that was signed last."""
    return Inspection.objects.filter(state=InspectionState.SIGNED).order_by("-signed_at").first()


def due() -> date | None:
    """By when the register must be inspected; None while it is empty."""
    last = last_signed()
    first = None if last else RegisterLine.objects.order_by("written_at").values_list("written_at", flat=True).first()
    return due_on(last.next_due if last else None, clock.local_day(first) if first else None)


def since() -> datetime | None:
    """From when lines were not inspected yet: the end of the last inspection, or the first line; None while there is none."""
    last = Inspection.objects.order_by("-until").values_list("until", flat=True).first()
    if last:
        return last + timedelta(microseconds=1)
    return RegisterLine.objects.order_by("written_at").values_list("written_at", flat=True).first()


def pool(begins: datetime, ends: datetime) -> QuerySet[RegisterLine]:
    """The lines written in a stretch of time, the beginning included, in the order of their numbers."""
    return RegisterLine.objects.filter(written_at__gte=begins, written_at__lte=ends).order_by("year", "number")


def gaps() -> int:
    """How many numbers are missing in all years. A sound register has none."""
    years = RegisterLine.objects.order_by().values("year").annotate(missing=Max("number") - Count("pk"))
    return sum(int(one["missing"]) for one in years)


def drawn_of(row: InspectedLine) -> Drawn:
    """A drawn line as the rules know it."""
    line = row.line
    return Drawn(f"{line.year}/{line.number:03}", line.released_by_id, line.requested_by_id, row.agrees)


def beside(year: int, number: int, draw: int) -> Beside:
    """A drawn line and its evidence."""
    found = (
        InspectedLine.objects.filter(inspection__year=year, inspection__number=number, draw=draw)
        .select_related("inspection", "line", "answered_by")
        .first()
    )
    if found is None:
        raise NotYours(register.NOT_THERE)
    line = register.line(found.line.year, found.line.number)
    found.line = line
    approval = register.approval_at(line.release.request, line.released_at)
    return Beside(found, line, approval, register.certificate_of(line.release_id))


def next_unanswered(inspection: Inspection) -> int | None:
    """The draw that waits for an answer, or nothing."""
    return InspectedLine.objects.filter(inspection=inspection, agrees=None).order_by("draw").values_list("draw", flat=True).first()


def open_actions(owner: User | None = None) -> QuerySet[InspectionAction]:
    """Actions that are not done, soonest first; of one person when given."""
    found = InspectionAction.objects.filter(done_at=None).select_related("inspection", "owner").order_by("due", "pk")
    return found if owner is None else found.filter(owner=owner)


def action_for(person: User, action_id: int) -> InspectionAction:
    """One action, for its owner and for those who inspect the register."""
    found = InspectionAction.objects.select_related("inspection", "owner").filter(pk=action_id).first()
    if found is None or (found.owner_id != person.pk and not may(person, Action.INSPECT_REGISTER)):
        raise NotYours(register.NOT_THERE)
    return found
