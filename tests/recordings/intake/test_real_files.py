"""Real recordings all go in; hostile files go in with their true length, or to quarantine with a sentence, where they are at hand."""

import shutil

import pytest

from callgov.bootstrap import ROOT
from recordings import audio
from recordings.models import QuarantinedFile, Recording
from tests.recordings.intake.conftest import Inbox

DATA = ROOT.parent / "shared" / "data"
AT_HAND = pytest.mark.skipif(not DATA.is_dir(), reason=f"the shared files are not here: {DATA}")


def laid_out(inbox: Inbox, folder: str, *but: str) -> int:
    files = sorted(path for path in (DATA / folder).rglob("*") if path.is_file() and path.suffix not in but)
    for number, path in enumerate(files):
        shutil.copyfile(path, inbox.root / f"{number} {path.name}")
        inbox.call(f"{number} {path.name}", started_at=f"2026-08-06 09:{number:02}")
    return len(files)


@AT_HAND
def test_every_real_call_goes_in_decoded_once(inbox: Inbox) -> None:
    before, number = audio.runs["decode"], laid_out(inbox, "audio", ".rttm")
    outcome = inbox.imported()
    assert outcome.aside == outcome.refusals == []
    assert (outcome.taken_in, Recording.objects.count(), audio.runs["decode"] - before) == (number, number, number)


@AT_HAND
def test_every_hostile_file_goes_in_or_to_quarantine_and_nothing_breaks(inbox: Inbox) -> None:
    number = laid_out(inbox, "hostile")
    outcome = inbox.imported()
    assert outcome.taken_in + outcome.quarantined == number
    assert outcome.refusals == []
    assert all(call.duration_ms and call.duration_ms < 60_000 for call in Recording.objects.all())
    assert all(file.sentence.endswith(".") for file in QuarantinedFile.objects.all())
