"""The only readers of calibrations."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.calibration import rules
from audits.calibration.agreement import Agreement, Pair, agreement
from audits.models import Calibration, Review, Seat
from audits.tool import POLICY_CRITERIA
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.practice import setting
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of
from recordings.models import AudioState


def candidates(first: User, second: User) -> list[tuple[UUID, bool]]:
    """Assessed calls that two assessors can mark: held, marked by neither, of neither and of nobody that one of them manages.

    With whether each was a consultation.
    """
    people = [first.pk, second.pk]
    rows = Review.objects.filter(assessment__finished_at__isnull=False, recording__audio_state=AudioState.HELD)
    known = Review.objects.filter(assessment__assessor__in=people).values("recording")
    rows = rows.exclude(recording__in=known).exclude(assessment__assessed__in=people).exclude(recording__person__in=people)
    if not setting("audit_line_manager_may_assess"):
        rows = rows.exclude(assessment__assessed__line_manager__in=people)
    seated = Seat.objects.filter(assessor__in=people).values("calibration__recording")
    rows = rows.exclude(recording__in=seated).order_by("recording__started_at", "recording")
    return list(dict(rows.values_list("recording", "consultation")).items())


def seat(person: User, reference: str) -> Seat:
    """A person's own part of a calibration. Raises NotYours for who has none."""
    found = Seat.objects.select_related("calibration__recording", "grant").filter(calibration__reference=reference, assessor=person).first()
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def open_seats(person: User) -> list[Seat]:
    """Calibrations that wait for this person's marks."""
    return list(Seat.objects.filter(assessor=person, finished_at=None).select_related("calibration"))


@dataclass(frozen=True)
class Compared:
    """A calibration with the marks of both."""

    calibration: Calibration
    seats: list[Seat]


def calibrations(person: User, today: date) -> list[Compared]:
    """The calibrations that this person may see, newest first: all for who plans audits, their own for an assessor."""
    rows = Calibration.objects.prefetch_related("seats__assessor")
    if Action.PLAN_AUDITS not in actions_of(roles_on(person, today)):
        rows = rows.filter(seats__assessor=person)
    return [Compared(one, list(one.seats.all())) for one in rows]


def one(person: User, reference: str, today: date) -> Compared:
    """A calibration whose marks may be compared. Raises NotYours for anyone else, and before both are finished."""
    found = next((each for each in calibrations(person, today) if each.calibration.reference == reference), None)
    if found is None or not rules.may_compare(found.seats, person, roles_on(person, today)):
        raise NotYours(rules.NOT_FOUND)
    return found


def pairs_of(compared: Compared) -> dict[str, Pair]:
    """The two marks of each criterion."""
    first, second = (seat.marks for seat in compared.seats)
    return {code: (first[code], second[code]) for code in first if code in second}


def agreements() -> tuple[dict[str, Agreement], Agreement]:
    """How far assessors agree, by criterion and over all, from every calibration that both finished."""
    pairs: dict[str, list[Pair]] = {criterion.code: [] for criterion in POLICY_CRITERIA}
    for row in Calibration.objects.prefetch_related("seats"):
        seats = list(row.seats.all())
        if len(seats) == 2 and all(one.finished_at for one in seats):
            for code, pair in pairs_of(Compared(row, seats)).items():
                pairs[code].append(pair)
    every = [pair for found in pairs.values() for pair in found]
    return {code: agreement(found) for code, found in pairs.items() if found}, agreement(every)
