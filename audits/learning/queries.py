"""The only readers of significant events."""

from datetime import date

from audits.learning import rules
from audits.models import ENDED, Review, SignificantEvent, TrainingClip
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of


def to_raise(person: User) -> list[Review]:
    """Calls that this assessor flagged and has raised no significant event from."""
    rows = Review.objects.filter(assessment__assessor=person, assessment__finished_at__isnull=False, significant_event__isnull=True)
    return [one for one in rows.select_related("assessment__audit", "recording") if one.exemplary or one.learning]


def review(person: User, review_id: int) -> Review:
    """A flagged call of this assessor's. Raises NotYours for any other."""
    found = next((one for one in to_raise(person) if one.pk == review_id), None)
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def events(person: User, today: date) -> list[SignificantEvent]:
    """Significant events: all for who keeps them, one's own for an assessor."""
    rows = SignificantEvent.objects.select_related("raised_by", "closed_by")
    if Action.KEEP_LEARNING not in actions_of(roles_on(person, today)):
        rows = rows.filter(raised_by=person)
    return list(rows)


def live_clip(event: SignificantEvent) -> TrainingClip | None:
    """The training clip that is made or kept from a significant event."""
    return TrainingClip.objects.filter(event=event).exclude(state__in=ENDED).first()


def event(person: User, reference: str, today: date) -> SignificantEvent:
    """One significant event. Raises NotYours for who may not read it."""
    found = next((one for one in events(person, today) if one.reference == reference), None)
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found
