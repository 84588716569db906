"""`manage.py import_recordings`: exit code 0 when all is in, 1 with the sentences when something is not."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from callgov.trail.models import Entry
from recordings.models import Recording
from tests.recordings.intake.conftest import Inbox
from tests.recordings.intake.test_trouble import CutOff
from tests.recordings.vault.disk import room_for


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: str | Path, out: StringIO | None = None) -> str:
    out = out or StringIO()
    call_command("import_recordings", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_says_what_is_in(inbox: Inbox) -> None:
    inbox.call("a.wav").call(call_id="X-1").write()
    said = run(inbox.root)
    assert "1 recording taken in, 1 call record without sound, 0 known already, 0 put in quarantine, 0 refused." in said
    assert Entry.objects.get(event="import_finished").reason == "import_recordings"


def test_what_is_not_in_is_said_with_file_and_row_and_without_numbers(inbox: Inbox) -> None:
    inbox.call("a.wav", extension="219").call("b.wav", seconds=2).call(started_at="soon").write()
    out = StringIO()
    with pytest.raises(CommandError, match="Not everything is in"):
        run(inbox.root, out=out)
    assert "a.wav: Row 2: extension 219 is not known" in out.getvalue()
    assert "Row 4: started_at is not a date and time." in out.getvalue()
    assert "900461" not in out.getvalue()
    assert Recording.objects.count() == 1


def test_run_again_it_says_that_all_is_known(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    run(inbox.root)
    assert "0 recordings taken in, 0 call records without sound, 1 known already" in run(inbox.root)


def test_a_dry_run_says_that_nothing_was_written(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    assert "Nothing was written. This would be the result: 1 recording taken in" in run(inbox.root, "--dry-run")
    assert not Recording.objects.exists()


def test_the_list_and_the_source_can_be_named(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("a.wav", call_id="X-1").write().rename(tmp_path / "list.csv")
    run(inbox.root, "--manifest", tmp_path / "list.csv", "--source", "Old supplier")
    assert Recording.objects.get().source == "Old supplier"


def test_in_a_terminal_it_shows_how_far_it_is(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2).write()
    assert "\r1 of 2 files\r2 of 2 files\n" in run(inbox.root, out=Terminal())


def test_a_path_that_is_nothing_is_an_error(inbox: Inbox) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        run(inbox.root / "nowhere")


def test_a_full_disk_is_an_error_that_says_to_run_it_again(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    with room_for(8_000), pytest.raises(CommandError, match="then run the same command again"):
        run(inbox.root)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone_is_an_error_that_says_to_run_it_again(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    with connection.execute_wrapper(CutOff(1)), pytest.raises(CommandError, match="The database stopped answering") as caught:
        run(inbox.root)
    connection.close()
    assert isinstance(caught.value.__cause__, OperationalError)
