import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail import bundle, verify_bundle
from callgov.trail.context import acting_as
from callgov.trail.models import Entry, Seal
from callgov.trail.reading import Purpose, Why
from callgov.trail.services import open_bundle

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db(transaction=True)]


def check_alone(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as an outsider runs it: no site packages, nothing of ours on the path."""
    command = [sys.executable, "-I", "-S", verify_bundle.__file__, str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent)


@pytest.fixture
def exported(sealed_trail: list[Seal], tmp_path: Path) -> Path:
    path = tmp_path / "trail.jsonl"
    bundle.write(path)
    return path


def test_the_stand_alone_program_finds_an_exported_trail_good(exported: Path, sealed_trail: list[Seal]) -> None:
    head = bytes(sealed_trail[-1].head).hex()
    ran = check_alone(exported, "--head", head)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"Good: 3 seals over {Entry.objects.count()} entries. The last head is {head}.\n"


def test_it_misses_a_head_that_was_lodged_later(exported: Path) -> None:
    ran = check_alone(exported, "--head", "ab" * 32)
    assert ran.returncode == 1
    assert "The lodged head is not in this bundle" in ran.stdout


def test_it_says_that_it_cannot_read_what_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Sir\n")
    assert check_alone(tmp_path / "letter").returncode == 2
    assert "cannot be read" in check_alone(tmp_path / "missing").stderr


def test_every_line_is_json_and_every_entry_is_there(exported: Path) -> None:
    lines = [json.loads(line) for line in exported.read_bytes().splitlines()]
    assert lines[0]["format"] == "callgov-trail-1"
    assert [line["entry"]["id"] for line in lines if "entry" in line] == sorted(Entry.objects.values_list("pk", flat=True))
    assert [line["seal"]["number"] for line in lines if "seal" in line] == [1, 2, 3]


def found_in(lines: list[bytes], lodged: str = "") -> list[str]:
    return verify_bundle.check(lines, lodged)[0]


def test_a_changed_entry_or_seal_a_missing_and_an_exchanged_line_are_found(exported: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    assert found_in(lines) == []
    for at in range(1, len(lines) - 1):
        assert found_in([*lines[:at], *lines[at + 1 :]]), at
        assert found_in([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]), at
        assert found_in([*lines[:at], lines[at], lines[at], *lines[at + 1 :]]), at


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_of_an_entry_is_found(exported: Path, data: st.DataObject) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    at = data.draw(st.sampled_from([at for at, line in enumerate(lines) if line.startswith(verify_bundle.ENTRY)]))
    place = data.draw(st.integers(len(verify_bundle.ENTRY), len(lines[at]) - 3))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value not in (10, lines[at][place])))
    assert found_in([*lines[:at], lines[at][:place] + bytes([byte]) + lines[at][place + 1 :], *lines[at + 1 :]])


def test_anything_changed_in_a_seal_is_found(exported: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    seal = json.loads(lines[-1])["seal"]
    for name, value in seal.items():
        other = value + 1 if isinstance(value, int) else "2001-01-01T09:00:00Z" if name == "sealed_at" else "ab" * 32
        assert found_in([*lines[:-1], json.dumps({"seal": {**seal, name: other}}).encode() + b"\n"]), name


def test_a_bundle_cut_off_in_the_middle_is_found(exported: Path) -> None:
    whole = exported.read_bytes()
    exported.write_bytes(whole[:-40])
    cut_off = f"Line {len(whole.splitlines())} is cut off."
    assert cut_off in check_alone(exported).stdout
    assert cut_off in found_in(exported.read_bytes().splitlines(keepends=True))


def test_a_bundle_without_its_last_seals_is_found_by_the_lodged_head(exported: Path, sealed_trail: list[Seal]) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    first_seal = next(at for at, line in enumerate(lines) if line.startswith(b'{"seal"'))
    assert found_in(lines[: first_seal + 1]) == []
    assert len(found_in(lines[: first_seal + 1], bytes(sealed_trail[-1].head).hex())) == 1


def test_a_bundle_without_a_seal_in_the_middle_is_found(exported: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith(b'{"seal": {"number": 2'))
    assert found_in([*lines[:at], *lines[at + 1 :]])[0] == "Seal 2 does not follow seal 1: seal 3 stands there."


def test_a_bundle_of_nothing_is_not_good() -> None:
    assert found_in([]) == ["The bundle holds no seal."]


def test_entries_after_the_last_seal_are_found(exported: Path) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    assert found_in(lines[:-1]) == ["5 entries at the end have no seal."]


def test_the_program_needs_nothing_but_the_standard_library() -> None:
    source = Path(verify_bundle.__file__).read_text()
    imported = {line.split()[1].partition(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


def test_a_bundle_that_cannot_be_finished_leaves_no_file(sealed_trail: list[Seal], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bundle.write(tmp_path / "no such folder" / "trail.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_taking_the_trail_away_is_in_the_bundle_itself(sealed_trail: list[Seal]) -> None:
    with acting_as(User.objects.get()):
        lines = list(open_bundle(purpose=Purpose(Why.INSPECTION), now=clock.now()))
    assert found_in(lines) == []
    assert json.loads(lines[-2])["entry"]["event"] == "trail_exported"


def test_nobody_takes_the_trail_away_without_saying_why(sealed_trail: list[Seal]) -> None:
    with acting_as(User.objects.get()), pytest.raises(Refused):
        open_bundle(purpose=None, now=clock.now())
    assert Entry.objects.filter(event="trail_exported").count() == 0


def test_main_says_the_same(exported: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["verify_bundle.py", str(exported)])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(verify_bundle.__file__, run_name="__main__")
    monkeypatch.setattr(sys, "argv", ["verify_bundle.py", str(exported), "--head", "cd" * 32])
    assert verify_bundle.main() == 1
    monkeypatch.setattr(sys, "argv", ["verify_bundle.py", str(exported.parent)])
    assert verify_bundle.main() == 2
    assert "Good: 3 seals" in capsys.readouterr().out
