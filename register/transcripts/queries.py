"""Reading transcripts: their rows here, their words out of the vault under an access."""

import json
from uuid import UUID

from access_requests.models import AccessRequest
from callgov.refusals import NotYours
from recordings.models import Access
from recordings.vault.store import Vault
from register.models import TranscriptVersion
from register.queries import NOT_THERE
from register.transcripts.lines import Line


def newest(case: AccessRequest, recording_id: UUID) -> TranscriptVersion | None:
    """The newest version of a call's transcript for a request."""
    found = TranscriptVersion.objects.filter(request=case, recording=recording_id)
    return found.select_related("request", "stored", "written_by", "recording", "certificate__certified_by").order_by("-number").first()


def version(version_id: UUID) -> TranscriptVersion:
    """One version."""
    found = TranscriptVersion.objects.select_related("request", "stored", "grant", "recording").filter(pk=version_id).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def is_certified(found: TranscriptVersion | None) -> bool:
    """Whether a named person certified it."""
    return found is not None and hasattr(found, "certificate")


def lines(access: Access, of: TranscriptVersion) -> list[Line]:
    """What is said, under an access that was opened for this version."""
    content = b"".join(Vault().open(access, of.stored))
    return [Line(*values) for values in json.loads(content)]
