import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from callgov import clock
from callgov.trail import verify_bundle
from callgov.trail.models import Entry, Seal
from callgov.trail.sealing import counter
from tests.trail.conftest import make_person, run, settle, tampering
from tests.trail.test_sealing import seal_far_ahead

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db(transaction=True)]


def test_verify_trail_says_that_all_is_well(sealed_trail: list[Seal], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_trail")
    said = capsys.readouterr().out
    assert "3 seals over 10 entries checked; 0 not sealed yet." in said
    assert said.endswith("The trail is good.\n")


def test_verify_trail_fails_with_a_sentence_a_finding(sealed_trail: list[Seal], capsys: pytest.CaptureFixture[str]) -> None:
    with tampering():
        run("DELETE FROM trail_entry WHERE request = 'REQ-2026-0004'")
        with pytest.raises(CommandError, match="The trail is not good: 1 finding"):
            call_command("verify_trail")
    assert capsys.readouterr().out.startswith("1 missing: of the 1 entries sealed by seal 2")


def test_verify_trail_speaks_json(sealed_trail: list[Seal], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_trail", "--json")
    said = json.loads(capsys.readouterr().out)
    head = bytes(sealed_trail[-1].head).hex()
    assert said == {"good": True, "seals": 3, "entries": 10, "head": head, "unsealed": 0, "oldest_unsealed": None, "findings": []}


def test_verify_trail_compares_with_a_lodged_head(sealed_trail: list[Seal]) -> None:
    call_command("verify_trail", "--head", bytes(sealed_trail[0].head).hex())
    with pytest.raises(CommandError, match="1 finding"):
        call_command("verify_trail", "--head", "ab" * 32)


def test_verify_trail_refuses_a_head_that_is_none() -> None:
    for nonsense in ("", "abc", "zz" * 32):
        with pytest.raises(CommandError, match="a head is 64 characters"):
            call_command("verify_trail", "--head", nonsense)


def test_verify_trail_shows_how_far_it_is_on_a_terminal_alone(
    sealed_trail: list[Seal], monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_trail")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    call_command("verify_trail")
    assert "10 entries checked" in capsys.readouterr().err


def test_seal_trail_seals_and_prints_the_head_to_lodge(capsys: pytest.CaptureFixture[str]) -> None:
    make_person("nurse")
    settle()
    call_command("seal_trail")
    assert capsys.readouterr().out == f"Seal 1 covers 1 entry.\nThe last head is {bytes(Seal.objects.get().head).hex()}.\n"
    call_command("seal_trail")
    assert capsys.readouterr().out.startswith("There was nothing to seal.")


def test_seal_trail_says_what_to_do_with_a_restored_database(capsys: pytest.CaptureFixture[str]) -> None:
    ahead = seal_far_ahead(by=300)
    with pytest.raises(CommandError, match="--advance"):
        call_command("seal_trail")
    call_command("seal_trail", "--advance")
    assert counter() >= ahead.upto
    assert "The transaction counter stands at" in capsys.readouterr().out


def test_export_trail_writes_a_bundle_that_checks(sealed_trail: list[Seal], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_trail", str(tmp_path / "trail.jsonl"))
    with (tmp_path / "trail.jsonl").open("rb") as lines:
        findings, seals, _, head = verify_bundle.check(lines)
    assert (findings, seals) == ([], 4)
    assert f"The last head is {head}. Lodge it apart from the file." in capsys.readouterr().out
    assert Entry.objects.filter(event="trail_exported", job="command").exists()


def test_export_trail_says_when_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_trail", str(tmp_path / "nowhere" / "trail.jsonl"))


def test_a_checked_trail_counts_entries_that_wait(sealed_trail: list[Seal], capsys: pytest.CaptureFixture[str]) -> None:
    make_person("other")
    call_command("verify_trail")
    assert "1 not sealed yet." in capsys.readouterr().out
    assert clock.now() > sealed_trail[-1].sealed_at
