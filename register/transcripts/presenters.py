"""What the transcript's page shows."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from callgov.ui.parts import Act, Row, Value
from recordings.access.presenters import player as call_player
from recordings.models import Access, Recording, StoredObject
from register.models import TranscriptVersion
from register.transcripts import queries, rules
from register.transcripts.forms import TranscriptForm


def page(
    call: Recording, access: Access, sound: StoredObject, opened: int, form: TranscriptForm, version: TranscriptVersion | None
) -> dict[str, Any]:
    """Player and text beside each other, the versions so far, and the certificate."""
    where = [access.grant_id, call.pk]
    drafting = Act(
        "Draft it by speech to text", reverse("transcript_draft", args=where),
        effect="It runs inside the practice. Nothing is sent out. You correct and certify the draft.", variant="secondary",
    )  # fmt: skip
    return {
        "grant": access.grant, "player": call_player(access, call, sound, opened)["player"], "version": version,
        "saving": Act("Save this version", reverse("transcript", args=where), fields=form, effect="Each version is kept."),
        "drafting": drafting if settings.SPEECH_ENGINE and version is None else None,
        "certifying": _certifying(version) if version else None, "rows": _rows(version) if version else [],
    }  # fmt: skip


def _certifying(version: TranscriptVersion) -> Act:
    refusal = rules.refuse_certifying(number=version.number, newest=version.number, certified=queries.is_certified(version))
    effect = "Your name stands on the transcript: you heard the call, and this is what is said."
    return Act("Certify this transcript", reverse("transcript_certify", args=[version.pk]), refusal, effect, variant="secondary")


def _rows(version: TranscriptVersion) -> list[Row]:
    who: Value = "Nobody yet"
    if queries.is_certified(version):
        who = [version.certificate.certified_by.name, version.certificate.certified_at]
    return [
        Row("Version", str(version.number)), Row("How", version.get_origin_display()),
        Row("Written by", [version.written_by.name, version.written_at]), Row("Certified by", who),
    ]  # fmt: skip
