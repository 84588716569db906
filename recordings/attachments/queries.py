"""The only readers of papers. Who may read one is asked of the floor that its case belongs to."""

from datetime import date, datetime
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.registry import registry
from recordings.attachments.rules import NOT_THERE
from recordings.models import Attachment, ObjectRole, StoredObject


def of_case(area: str, reference: str, *kinds: str) -> list[Attachment]:
    """The papers of a case, oldest first, of some kinds or of all. For a caller that has checked who may see the case."""
    papers = Attachment.objects.filter(area=area, reference=reference).select_related("added_by")
    return list(papers.filter(kind__in=kinds) if kinds else papers)


def has(area: str, reference: str, kind: str) -> bool:
    """Whether a case has a paper of this kind that was not destroyed."""
    return Attachment.objects.filter(area=area, reference=reference, kind=kind, destroyed_at=None).exists()


@enforces("AC-4")
def readable(person: User, paper_id: UUID, now: datetime) -> Attachment:
    """A paper that this person may read. Raises NotYours for any other, and for one whose case no floor answers for."""
    paper = paper_of(paper_id)
    door = registry.attachment_doors.get(paper.area)
    if door is None:
        raise NotYours(NOT_THERE)
    door(paper, person, now)
    return paper


def paper_of(paper_id: UUID) -> Attachment:
    """One paper. Raises NotYours when there is none."""
    paper = Attachment.objects.filter(pk=paper_id).first()
    if paper is None:
        raise NotYours(NOT_THERE)
    return paper


def stored(paper: Attachment) -> StoredObject:
    """What lies in the vault of a paper, destroyed or not."""
    return StoredObject.objects.get(subject=paper.pk, role=ObjectRole.ATTACHMENT)


def due(today: date) -> list[UUID]:
    """Papers whose day has come and that are still there."""
    return list(Attachment.objects.filter(destroy_on__lte=today, destroyed_at=None).values_list("pk", flat=True))
