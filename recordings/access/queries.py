"""Reading grants, and the calls inside one. Only the holder reads through these, save what a floor above shows of its own request."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Reverse, TruncDate

from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours, Refusal, Refused
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access import rules
from recordings.access.rules import Terms
from recordings.models import Access, Extension, Grant, GrantAction, GrantedRecording, ObjectRole, Recording, Search, StoredObject


@dataclass(frozen=True)
class Stored:
    """A stored object of a call, and how many seconds the call lasts."""

    object: StoredObject
    seconds: float


Row = TypeVar("Row", bound=Model)

# What is played: the listening copy where there is one, else the original, which browsers then play as it stands. In this order by name.
HEARD = (ObjectRole.LISTENING, ObjectRole.ORIGINAL)
_CALL = ("id", "started_at", "direction", "extension__number", "external_e164", "withheld", "stated_seconds", "duration_ms", "audio_state")

_JOINED: tuple[tuple[str, type[Model]], ...] = (("a", Access), ("g", Grant), ("s", StoredObject))
_FROM = """r.duration_ms FROM recordings_access a
  JOIN recordings_grant g ON g.id = a.grant_id
  JOIN recordings_storedobject s ON s.subject = a.subject AND s.role = ANY(%s) AND s.key_destroyed_at IS NULL
  JOIN recordings_recording r ON r.id = a.subject
  WHERE a.id = %s AND a.person_id = %s AND g.holder_id = %s AND a.session_key = %s
  ORDER BY s.role LIMIT 1 FOR NO KEY UPDATE OF g FOR SHARE OF s"""
_SOUND = "SELECT " + ", ".join([*(f"{alias}.{field.column}" for alias, model in _JOINED for field in model._meta.concrete_fields), _FROM])


def live_grants(person: User, now: datetime) -> QuerySet[Grant]:
    """The grants to calls that a person may use now, ending soonest first, with those chosen under each. Clips have a library."""
    begun = open_grants(person, now).filter(starts_at__lte=now).exclude(actions=[GrantAction.CLIP])
    return begun.select_related("extension").prefetch_related(_chosen()).order_by("ends_at", "issued_at")


def open_grants(person: User, now: datetime) -> QuerySet[Grant]:
    """The grants of a person that have not ended, begun or not."""
    return Grant.objects.filter(holder=person, ended_at=None, ends_at__gt=now)


def count_open(person: User, now: datetime) -> int:
    """How many grants of a person have not ended."""
    return open_grants(person, now).count()


def grants_of_request(reference: str) -> QuerySet[Grant]:
    """The grants issued under a request, newest first, for the page of that request."""
    return Grant.objects.filter(request_reference=reference).select_related("holder", "ended_by", "extension").prefetch_related(_chosen())


def chosen_calls(grant: Grant) -> QuerySet[GrantedRecording]:
    """The calls chosen under a grant, in the order of the calls."""
    return _chosen_rows().filter(grant=grant)


def chosen_call(grant: Grant, recording_id: UUID) -> Recording:
    """A call that was chosen under a grant, as far as one asks whether it can be heard. Raises NotYours for any other."""
    chosen = GrantedRecording.objects.filter(grant=grant, recording=recording_id).select_related("recording")
    return only(chosen.only("recording__audio_state")).recording


def own_grant(person: User, grant_id: UUID) -> Grant:
    """A grant of this person's, live or not. Raises NotYours for someone else's, which looks as if it did not exist."""
    return only(Grant.objects.filter(pk=grant_id, holder=person).select_related("extension"))


def grant_to_end(grant_id: UUID) -> Grant:
    """Any grant, for the page on which it is ended. Raises NotYours when there is none."""
    return only(Grant.objects.filter(pk=grant_id).select_related("holder", "extension"))


def only(rows: QuerySet[Row]) -> Row:
    """The one row, or NotYours."""
    row = rows.first()
    if row is None:
        raise NotYours(rules.NOT_FOUND)
    return row


def searches(grant: Grant) -> QuerySet[Search]:
    """What was looked for under a grant, newest first."""
    return Search.objects.filter(grant=grant).select_related("extension")


def calls_within(grant: Grant, terms: Terms) -> QuerySet[Recording]:
    """Calls that fit both what was granted and the terms, newest first. Whatever the terms say, no call outside the grant (AC-4)."""
    calls: QuerySet[Recording] = Recording.objects.filter(_fits(rules.limits(grant)))
    if grant.own_calls_only:
        calls = calls.filter(person=grant.holder_id)
    if terms.number_ends:
        calls = calls.alias(number_backwards=Reverse("external_e164")).filter(number_backwards__startswith=terms.number_ends[::-1])
    if terms.direction:
        calls = calls.filter(direction=terms.direction)
    return calls.filter(_fits(terms)).select_related("extension").only(*_CALL)


def _fits(terms: Terms) -> Q:
    fits = Q(started_at__gte=terms.window_from, started_at__lt=terms.window_until)
    if terms.extension is not None:
        fits &= Q(extension=terms.extension)
    if terms.external_e164:
        fits &= Q(external_e164=terms.external_e164)
    return fits


def chosen_among(grant: Grant, recording_ids: Collection[UUID]) -> set[UUID]:
    """Which of these calls were already chosen under a grant."""
    return set(GrantedRecording.objects.filter(grant=grant, recording__in=recording_ids).values_list("recording", flat=True))


def extension(number: str) -> Extension | None:
    """The extension of that number."""
    return Extension.objects.filter(number=number).first()


def is_call(subject: UUID) -> bool:
    """Whether this is the id of a call, and not of something made from one."""
    return Recording.objects.filter(pk=subject).exists()


def own_access(person: User, access_id: UUID, session_key: str) -> Access:
    """An access that this person opened in this session, whether its grant still lives or not. Raises NotYours for any other."""
    mine = Access.objects.filter(pk=access_id, grant__holder=person, person=person, session_key=rules.session_mark(session_key))
    return only(mine.select_related("grant"))


def sound_on_its_way(person: User, access_id: UUID, session_key: str) -> tuple[Access, Stored] | None:
    """What this person's access of this session opens to be heard; None when there is none. The one query of every range.

    Its grant is not ended and its key not destroyed before the transaction is over. Written by hand: the mapper takes longer to
    write such a query than the database to answer it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOUND, [list(HEARD), access_id, person.pk, person.pk, rules.session_mark(session_key)])
        row = cursor.fetchone()
    if row is None:
        return None
    access, grant, stored = _made_of(row)
    access.grant = grant
    return access, Stored(stored, row[-1] / 1000)


def opened(access: Access) -> int:
    """How often what an access opens was opened under its grant, this time included."""
    return Access.objects.filter(grant=access.grant, subject=access.subject).count()


def call_of(access: Access) -> Recording:
    """The call that an access opens, with what its player shows."""
    return Recording.objects.select_related("extension").only(*_CALL, "channels").get(pk=access.subject)


def stored(access: Access, *roles: ObjectRole) -> Stored:
    """What an access opens, in the first of these roles that there is. Raises Refused when it is no longer there."""
    call = Recording.objects.filter(pk=access.subject)
    found = StoredObject.objects.filter(subject=access.subject, role__in=roles, key_destroyed_at=None).order_by("role")
    row = found.annotate(milliseconds=Subquery(call.values("duration_ms"))).first()
    if row is None:
        raise Refused(why_gone(access))
    return Stored(row, row.milliseconds / 1000)


def why_gone(access: Access) -> Refusal:
    """Why what an access opens is no longer in the vault."""
    return rules.refuse_audio(only(Recording.objects.filter(pk=access.subject))) or rules.OUT_OF_REACH


def damage_known(recording_id: UUID, since: datetime) -> bool:
    """Whether damage to a call was written down since then."""
    return Entry.objects.filter(recording=recording_id, event=Event.AUDIO_DAMAGED, timestamp__gte=since).exists()


def heard_outside_grants(since: datetime, until: datetime) -> list[Entry]:
    """Audio sent to a person while no grant of theirs allowed it: the first entry of each person, recording and day."""
    at = OuterRef("timestamp")
    live = Grant.objects.filter(Q(ended_at=None) | Q(ended_at__gte=at), pk=OuterRef("grant"), starts_at__lte=at, ends_at__gt=at)
    copies = live.filter(actions__contains=[GrantAction.RELEASE])  # someone else checks a copy before it leaves
    heard_right = Exists(live.filter(holder=OuterRef("actor"))) | (Q(facts__copy=ObjectRole.PREVIEW) & Exists(copies))
    sent = Entry.objects.filter(~heard_right, event=Event.AUDIO_SENT, actor__isnull=False, timestamp__range=(since, until))
    on_days = sent.annotate(day=TruncDate("timestamp", tzinfo=clock.LONDON))
    first = on_days.order_by("actor_id", "recording", "day", "id").distinct("actor_id", "recording", "day")
    return list(first.select_related("actor"))


def _made_of(row: Sequence[Any]) -> Iterator[Any]:
    """The models of a row that holds the columns of each, one after another."""
    values = iter(row)
    for _alias, model in _JOINED:
        names = [field.attname for field in model._meta.concrete_fields]
        yield model.from_db(connection.alias, names, [next(values) for _ in names])


def _chosen_rows() -> QuerySet[GrantedRecording]:
    return GrantedRecording.objects.select_related("recording__extension").order_by("recording__started_at")


def _chosen() -> "Prefetch[str, QuerySet[GrantedRecording], str]":
    return Prefetch("chosen", queryset=_chosen_rows())
