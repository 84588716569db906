"""Reading redactions: for those who mark them under a grant, and for those who check them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from access_requests.assessment.queries import latest
from access_requests.models import AccessRequest, AssessmentOutcome, StaffVoice, State, ThirdPartyOutcome
from callgov.authorisation import may
from callgov.people.models import User
from callgov.refusals import NotYours
from callgov.registry import registry
from callgov.roles import Action
from recordings import audio
from recordings.models import Access, ObjectRole, StoredObject
from register.models import HeardPart, Redaction, RedactionCheck, RedactionSpan, RedactionState, Release, Side
from register.queries import NOT_THERE
from register.redaction.rules import Part, in_words
from register.redaction.workflow import OPEN

Row = TypeVar("Row", bound=Model)

_SIDES = {Side.BOTH: None, Side.CALLER: 0, Side.PRACTICE: 1}


@dataclass(frozen=True)
class Marks:
    """How the silencing of one call stands for one request: what is open, and what is confirmed."""

    open: Redaction | None
    confirmed: Redaction | None
    demanded: bool

    @property
    def open_states(self) -> tuple[str, ...]:
        """The state of what is open, if anything is."""
        return (self.open.state,) if self.open else ()


def marks_of(case: AccessRequest, recording_id: UUID) -> Marks:
    """The marks that count for a call under a request, and whether a decision demands some."""
    found = {redaction.state: redaction for redaction in _of(case, recording_id).filter(state__in=[*OPEN, RedactionState.CONFIRMED])}
    opened = found.get(RedactionState.DRAFT) or found.get(RedactionState.CHECKING)
    return Marks(opened, found.get(RedactionState.CONFIRMED), demanded(case, recording_id))


def demanded(case: AccessRequest, recording_id: UUID) -> bool:
    """Whether a decision on this recording lets it leave only in part."""
    weighed = latest(case, recording_id)
    partly = weighed is not None and (
        weighed.outcome == AssessmentOutcome.PARTIAL
        or weighed.staff_voice == StaffVoice.REDACTED
        or weighed.third_parties.filter(outcome=ThirdPartyOutcome.REDACTED).exists()
    )
    return partly or any(demands(case, recording_id) for demands in registry.redaction_demands)


def _of(case: AccessRequest, recording_id: UUID) -> QuerySet[Redaction]:
    return Redaction.objects.filter(request=case, recording=recording_id).select_related("request", "preview")


def last_version(case: AccessRequest, recording_id: UUID) -> int:
    """The number of the newest version, 0 when there is none."""
    return _of(case, recording_id).order_by("-version").values_list("version", flat=True).first() or 0


def redaction(redaction_id: UUID) -> Redaction:
    """One redaction with all that its acts need. For services, which check the actor themselves."""
    related = ("request__requester", "recording__extension", "grant__holder", "preview", "prepared_by")
    return _only(Redaction.objects.filter(pk=redaction_id).select_related(*related))


def redaction_for(person: User, redaction_id: UUID) -> Redaction:
    """A redaction that this person marks under their grant, or may check as the second person."""
    found = redaction(redaction_id)
    if found.grant.holder_id != person.pk and not may(person, Action.CHECK_REDACTION):
        raise NotYours(NOT_THERE)
    return found


def own(person: User, redaction_id: UUID) -> Redaction:
    """A redaction under a grant of this person's. Raises NotYours for any other."""
    found = redaction(redaction_id)
    if found.grant.holder_id != person.pk:
        raise NotYours(NOT_THERE)
    return found


def peaks(of: Redaction) -> StoredObject:
    """The waveform of the copy to be checked."""
    return _only(StoredObject.objects.filter(subject=of.pk, role=ObjectRole.PEAKS, key_destroyed_at=None))


def spans(of: Redaction) -> list[RedactionSpan]:
    """The parts that are marked, in order."""
    return list(of.spans.filter(removed_at=None))


def parts_of(found: Iterable[RedactionSpan]) -> list[Part]:
    """The same as the rules take them."""
    return [Part(span.from_ms, span.until_ms, span.side, span.ground, span.note) for span in found]


def hidden_in(found: Redaction | None) -> list[audio.Span]:
    """What must not be heard, as the room of audio takes it."""
    return [audio.Span(span.from_ms, span.until_ms, _SIDES[Side(span.side)]) for span in spans(found)] if found else []


def makers(of: Redaction) -> set[int]:
    """Everyone who marked or sent it."""
    return {of.prepared_by_id, *RedactionSpan.objects.filter(redaction=of).values_list("marked_by", flat=True)}


def last_check(of: Redaction) -> RedactionCheck | None:
    """The newest decision of a second person."""
    return of.checks.select_related("checked_by").order_by("checked_at").last()


def heard(of: Redaction, person: User) -> list[tuple[int, int]]:
    """The stretches of the copy as it is now that this person heard."""
    return list(HeardPart.objects.filter(redaction=of, preview=of.preview, person=person).values_list("from_ms", "until_ms"))


def review_of(release: Release) -> str:
    """For the register: what is silenced in a copy, on which grounds and confirmed by whom; or why nothing is (law.md 8.2, column 12)."""
    if release.redaction is None:
        return f"Nothing silenced: {release.unredacted_reason}"
    check = last_check(release.redaction)
    return in_words(parts_of(spans(release.redaction)), check.checked_by.get_full_name() if check else "nobody yet")


def to_check(person: User, _today: date) -> QuerySet[Redaction]:
    """Redactions that wait for a second person and that this one may check."""
    own = RedactionSpan.objects.filter(redaction=OuterRef("pk"), marked_by=person)
    waiting = Redaction.objects.filter(state=RedactionState.CHECKING).exclude(prepared_by=person).exclude(request__requester=person)
    return waiting.filter(~Exists(own)).select_related("request", "prepared_by").order_by("sent_at")


def drafts_of(person: User) -> QuerySet[Redaction]:
    """What this person marks and has not sent, under requests that are still open."""
    mine = Redaction.objects.filter(state=RedactionState.DRAFT, prepared_by=person, request__state=State.APPROVED)
    return mine.select_related("request").order_by("begun_at")


def check_access(person: User, access_id: UUID, of: Redaction) -> Access:
    """The access by which this person hears the copy."""
    return _only(Access.objects.select_related("grant").filter(pk=access_id, person=person, subject=of.pk))


def over() -> QuerySet[Redaction]:
    """Redactions of which something is kept for checking though their request has ended or they are settled without a check."""
    kept = StoredObject.objects.filter(subject=OuterRef("pk"), destroyed_at=None)
    ended = ~Q(request__state=State.APPROVED) | Q(state=RedactionState.DISCARDED)
    return Redaction.objects.filter(Exists(kept)).filter(ended)


def _only(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise NotYours(NOT_THERE)
    return row
