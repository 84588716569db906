"""The only readers of training clips."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from audits.models import ENDED, ClipState, TrainingClip
from audits.training import rules
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of
from recordings.models import Access, Grant, GrantAction, ObjectRole, StoredObject

_RELATED = ("event", "recording", "colleague", "proposed_by", "prepared_by", "approved_by", "stored", "grant")


def in_library(today: date) -> list[TrainingClip]:
    """The clips that colleagues may hear today, newest first."""
    found = TrainingClip.objects.filter(state=ClipState.IN_LIBRARY, expires_on__gte=today, stored__key_destroyed_at=None)
    return list(found.select_related("event"))


def in_work(person: User, today: date) -> list[TrainingClip]:
    """Clips that are not in the library yet and that this person has a part in."""
    rows = TrainingClip.objects.filter(state__in=(ClipState.ASKED, ClipState.AGREED, ClipState.CHECKING)).select_related("event")
    may = actions_of(roles_on(person, today))
    return list(rows if {Action.KEEP_LEARNING, Action.AUTHORISE_AUDITS} & may else rows.filter(colleague=person))


@enforces("AC-4", "AU-8")
def clip(person: User, reference: str, today: date) -> TrainingClip:
    """One clip. Raises NotYours for who may not know of it."""
    found = TrainingClip.objects.select_related(*_RELATED).filter(reference=reference).first()
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    open_to_all = rules.refuse_hearing(found, today) is None and Action.OWN_AUDITS in actions_of(roles_on(person, today))
    if not open_to_all and not rules.may_see(found, person, roles_on(person, today)):
        raise NotYours(rules.NOT_FOUND)
    return found


def asked(person: User) -> list[TrainingClip]:
    """Clips that wait for this person's consent."""
    return list(TrainingClip.objects.filter(colleague=person, state=ClipState.ASKED))


def to_prepare() -> list[TrainingClip]:
    """Clips that are agreed and not made."""
    return list(TrainingClip.objects.filter(state=ClipState.AGREED))


def to_decide(person: User) -> list[TrainingClip]:
    """Clips that wait for a second person, who neither prepared them nor is in them."""
    waiting = TrainingClip.objects.filter(state=ClipState.CHECKING)
    return list(waiting.exclude(prepared_by=person).exclude(colleague=person))


def own_grant(of: TrainingClip, person: User, action: str, now: datetime) -> Grant | None:
    """The live grant under which this person hears it."""
    mine = Grant.objects.filter(request_reference=of.reference, holder=person, actions__contains=[action], ended_at=None, ends_at__gt=now)
    return mine.first()


def open_grants(of: TrainingClip, now: datetime) -> QuerySet[Grant]:
    """Every grant under which it, or the call it is made from, may be heard for it."""
    return Grant.objects.filter(request_reference=of.reference, ended_at=None, ends_at__gt=now)


def heard_by(of: TrainingClip, person: User) -> bool:
    """Whether this person opened the clip as it was made last."""
    opened = Access.objects.filter(subject=of.pk, person=person, action=GrantAction.CHECK)
    return of.prepared_at is not None and opened.filter(opened_at__gte=of.prepared_at).exists()


def access(person: User, access_id: UUID) -> tuple[Access, TrainingClip]:
    """An access of this person's to a clip, and the clip. Raises NotYours for any other."""
    found = Access.objects.select_related("grant").filter(pk=access_id, person=person).first()
    of = TrainingClip.objects.select_related(*_RELATED).filter(pk=found.subject).first() if found else None
    if found is None or of is None or of.stored is None:
        raise NotYours(rules.NOT_FOUND)
    return found, of


def peaks(of: TrainingClip) -> StoredObject:
    """The waveform of the clip. Raises NotYours when it is gone."""
    found = StoredObject.objects.filter(subject=of.pk, role=ObjectRole.PEAKS, key_destroyed_at=None).first()
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def lapsed(today: date) -> list[TrainingClip]:
    """Clips whose last day is over."""
    return list(TrainingClip.objects.filter(state=ClipState.IN_LIBRARY, expires_on__lt=today))


def kept_though_over() -> list[UUID]:
    """Clips that have ended whose copy is still in the vault: what an interruption left."""
    stored = StoredObject.objects.filter(destroyed_at=None).values("subject")
    return list(TrainingClip.objects.filter(state__in=ENDED, pk__in=stored).values_list("pk", flat=True))


@enforces("AC-10")
def made_from(recordings: Collection[UUID]) -> dict[UUID, UUID]:
    """Under which subjects of the vault clips of these recordings lie: they go when the recording goes."""
    rows = TrainingClip.objects.filter(Q(recording__in=recordings), stored__isnull=False)
    return dict(rows.values_list("pk", "recording"))
