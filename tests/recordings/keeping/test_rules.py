"""What of its own keeps a recording from being destroyed, as a literal table. No database."""

from datetime import date, timedelta

import pytest

from recordings.keeping.rules.disposal import DATE_BEHIND, GONE, NEVER_HERE, REVIEW_FIRST, keeps
from recordings.models import AtEnd, AudioState, BatchKind, Recording, RetentionClass

TODAY = date(2026, 11, 22)
OVER, RUNNING = TODAY - timedelta(days=1), TODAY
KEPT_UNTIL_TODAY = "It is kept until 22 November 2026."


@pytest.mark.clause("AC-1", "AC-10")
@pytest.mark.parametrize(
    ("kind", "audio", "until", "version", "end", "sentence"),
    [
        (BatchKind.RETENTION, AudioState.HELD, OVER, 2, AtEnd.DESTROY, ""),
        (BatchKind.RETENTION, AudioState.HELD, RUNNING, 2, AtEnd.DESTROY, KEPT_UNTIL_TODAY),
        (BatchKind.RETENTION, AudioState.HELD, OVER, 1, AtEnd.DESTROY, DATE_BEHIND),
        (BatchKind.RETENTION, AudioState.HELD, OVER, 2, AtEnd.REVIEW, REVIEW_FIRST),
        (BatchKind.RETENTION, AudioState.HELD, OVER, 2, AtEnd.TRANSFER, NEVER_HERE),
        (BatchKind.EARLY, AudioState.HELD, RUNNING, 1, AtEnd.REVIEW, ""),
        (BatchKind.RETENTION, AudioState.DESTROYED, OVER, 2, AtEnd.DESTROY, GONE),
        (BatchKind.EARLY, AudioState.DESTROYED, OVER, 2, AtEnd.DESTROY, GONE),
        (BatchKind.RETENTION, AudioState.WITH_SUPPLIER, OVER, 2, AtEnd.DESTROY, ""),
    ],
)
def test_what_keeps_a_recording(kind: str, audio: str, until: date, version: int, end: str, sentence: str) -> None:
    kept = RetentionClass(version=2, at_end=end)
    call = Recording(audio_state=audio, retain_until=until, retention_version=version, retention_class=kept)
    assert keeps(call, kind, TODAY) == sentence
