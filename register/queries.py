"""Reading releases, lines and copies. Register pages are for those who keep or inspect it; a release for those who act in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from access_requests.models import AccessRequest, Decision, RecipientType
from access_requests.routes import ROUTES
from callgov.authorisation import may
from callgov.people.models import User
from callgov.practice import setting
from callgov.refusals import NotYours, Refusal
from callgov.roles import Action
from recordings.models import Certificate, Grant, GrantAction, GrantedRecording, ObjectRole, Recording, StoredObject
from recordings.purposes import PURPOSE_WORDS
from register.models import Method, RegisterLine, Release, ReleaseState, TranscriptVersion
from register.rules import Parties

NOT_THERE = Refusal("not-there", "You cannot open this.", "Check the address, or go to your home page.")
KEEP_PREPARED = timedelta(days=7)  # a copy prepared but not released is destroyed after this


def release(release_id: UUID) -> Release:
    """One release with all that its act needs. For services, which check the actor themselves."""
    found = (
        Release.objects.filter(pk=release_id)
        .select_related("request__requester", "grant__holder", "stored", "recording")
        .prefetch_related("asked", "line__notes", "onward__request__releases__line")
        .first()
    )
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def release_for(person: User, release_id: UUID) -> Release:
    """A release that this person handles under their grant, or whose register they may read."""
    found = release(release_id)
    if found.grant.holder_id != person.pk and not may(person, Action.READ_REGISTER):
        raise NotYours(NOT_THERE)
    return found


def case_of_grant(*, grant_id: UUID, person: User) -> AccessRequest:
    """The request behind a grant that this person holds and that allows releasing."""
    grant = Grant.objects.filter(pk=grant_id, holder=person, actions__contains=[GrantAction.RELEASE]).first()
    case = AccessRequest.objects.select_related("requester").filter(reference=grant.request_reference).first() if grant else None
    if case is None:
        raise NotYours(NOT_THERE)
    return case


def recording_under(*, grant_id: UUID, recording_id: UUID) -> Recording:
    """A call that was chosen under the grant."""
    chosen = GrantedRecording.objects.select_related("recording__extension").filter(grant=grant_id, recording=recording_id).first()
    if chosen is None:
        raise NotYours(NOT_THERE)
    return chosen.recording


def copies_of(person: User, case: AccessRequest) -> QuerySet[Release]:
    """The copies of a request that this person may see, in order."""
    mine = Release.objects.filter(request=case).order_by("copy_number")
    return mine if may(person, Action.READ_REGISTER) else mine.filter(grant__holder=person)


def approval_of(case: AccessRequest) -> Decision:
    """The decision that approved a request. Raises Decision.DoesNotExist for one that was not."""
    return _approvals(case).latest("decided_at")


def approval_at(case: AccessRequest, at: datetime) -> Decision | None:
    """The decision by which a request stood approved at this time."""
    return _approvals(case).filter(decided_at__lte=at).order_by("-decided_at").first()


def _approvals(case: AccessRequest) -> QuerySet[Decision]:
    """Each yes on the way to an approval; a review of what was done is none."""
    steps = [step.name for step in ROUTES[case.kind].steps]
    return case.decisions.select_related("decided_by").filter(agreed=True, step__in=steps)


def parties_of(case: AccessRequest) -> Parties:
    """Who asked and who approved, and whether the practice lets one person approve and release."""
    return Parties(case.asked_by_id, approval_of(case).decided_by_id, bool(setting("approver_may_release")))


def due_for_destruction(day: date) -> list[UUID]:
    """Stored copies that must go on or before this day, those that were revoked, and those prepared but never released or discarded."""
    held = Q(state__in=[ReleaseState.RELEASED, ReleaseState.COLLECTED], delete_by__lte=day)
    revoked = Q(state=ReleaseState.REVOKED)
    forgotten = Q(state=ReleaseState.PREPARED, prepared_at__date__lt=day - KEEP_PREPARED)
    interrupted = Q(state=ReleaseState.DISCARDED, destroyed_at=None)
    return list(Release.objects.filter(held | revoked | forgotten | interrupted).order_by("delete_by", "pk").values_list("pk", flat=True))


def ownerless(before: datetime) -> list[StoredObject]:
    """Copies and transcripts in the vault since before this time that no row knows."""
    copies, texts = (model.objects.filter(pk=OuterRef("subject")) for model in (Release, TranscriptVersion))
    unknown = Q(role=ObjectRole.RELEASE) & ~Exists(copies) | Q(role=ObjectRole.TRANSCRIPT) & ~Exists(texts)
    return list(StoredObject.objects.filter(unknown, destroyed_at=None, created_at__lt=before))


@dataclass(frozen=True)
class Filter:
    """What a reader of the register wants to see."""

    year: int | None = None
    recipient_type: str = ""
    to_complete: bool = False
    purpose: str = ""

    @property
    def words(self) -> str:
        """What it shows, in words."""
        parts = [str(self.year) if self.year else "All years"]
        parts += [f"given to: {RecipientType(self.recipient_type).label.lower()}"] if self.recipient_type else []
        parts += [f"for: {PURPOSE_WORDS[self.purpose].lower()}"] if self.purpose else []
        return ", ".join([*parts, *(["without a receipt"] if self.to_complete else [])])


def lines(wanted: Filter) -> QuerySet[RegisterLine]:
    """The register, newest first."""
    found = RegisterLine.objects.order_by("-year", "-number")
    if wanted.year:
        found = found.filter(year=wanted.year)
    if wanted.recipient_type:
        found = found.filter(recipient_type=wanted.recipient_type)
    if wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    if wanted.to_complete:
        found = found.filter(receipt="").exclude(method=Method.LINK).exclude(notes__field="receipt")
    return found


def lines_in_full(wanted: Filter) -> QuerySet[RegisterLine]:
    """The register with all that its columns are read from, in as many queries for a thousand lines as for one."""
    return _whole(lines(wanted))


def _whole(found: QuerySet[RegisterLine]) -> QuerySet[RegisterLine]:
    people = ("requested_by", "authorised_by", "released_by", "written_by", "release__holder_deleted_by")
    return found.select_related("release__stored", "release__misdelivery", "release__request", *people).prefetch_related(
        "notes__written_by", "release__onward__request__releases__line"
    )


def line(year: int, number: int) -> RegisterLine:
    """One line with the people named on it."""
    found = _whole(RegisterLine.objects.filter(year=year, number=number)).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def years() -> list[int]:
    """The years that have lines, newest first."""
    return list(RegisterLine.objects.values_list("year", flat=True).distinct().order_by("-year"))


def prepared_by(person: User) -> QuerySet[Release]:
    """Copies that this person prepared and has not released."""
    return Release.objects.filter(prepared_by=person, state=ReleaseState.PREPARED).select_related("request").order_by("prepared_at")


def certificate(year: int, number: int) -> Certificate:
    """One certificate of destruction."""
    found = Certificate.objects.select_related("authorised_by").filter(year=year, number=number).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def certificate_of(release_id: UUID) -> Certificate | None:
    """The certificate of a release's stored copy, once it is destroyed."""
    return Certificate.objects.filter(subject=release_id).first()


def insist_out(found: Release, methods: Collection[str]) -> None:
    """Raise NotYours for a copy that was not released, or not in one of these ways: the page is not about it."""
    if found.released_at is None or found.method not in methods:
        raise NotYours(NOT_THERE)
