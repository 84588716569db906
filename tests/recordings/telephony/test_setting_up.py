"""Setting a practice's telephone system up from a file: all of it or nothing, and twice is once."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose, RetentionClass
from recordings.telephony import plan, services
from recordings.telephony.services import SetUp
from recordings.telephony.services.setting_up import Done, _take
from tests.recordings.factories import make_call
from tests.recordings.telephony.conftest import FILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leah", "sam")]
MODELS = (ProcessingPurpose, RetentionClass, Line, Extension, ExtensionAssignment)


def take(dry_run: bool = False, **lists: Any) -> SetUp:
    with as_job(Job.COMMAND):
        return services.set_up(plan=plan.read(json.dumps(lists).encode(), "x.json"), actor=None, now=clock.now(), dry_run=dry_run)


def counts(done: SetUp) -> tuple[int, int, int]:
    assert done.refused == []
    return (done.counts[Done.ADDED], done.counts[Done.CHANGED], done.counts[Done.UNCHANGED])


def stand() -> list[dict[str, Any]]:
    return [row for model in MODELS for row in model.objects.order_by("pk").values()]


def with_(key: str, at: int = 0, /, **values: Any) -> dict[str, Any]:
    """The file with one entry written otherwise."""
    entries = list(FILE[key])
    entries[at] = {**entries[at], **values}
    return {**FILE, key: entries}


@pytest.mark.clause("LB-1")
def test_a_practice_is_set_up_from_nothing() -> None:
    assert counts(take(**FILE)) == (7, 0, 0)
    line = Line.objects.get(is_default=True)
    assert (line.purpose.lawful_basis, line.purpose.article9, line.retention_class.months) == ("public_task", "9_2_h", 36)
    assert Extension.objects.get(number="215").line is None


def test_an_assignment_ends_the_one_before_on_the_day_before() -> None:
    take(**FILE)
    held = ExtensionAssignment.objects.values_list("person__name", "starts_on", "ends_on")
    assert list(held) == [("Leah Brandt", date(2026, 1, 1), date(2026, 2, 28)), ("Sam Okafor", date(2026, 3, 1), None)]


def test_the_same_file_twice_changes_nothing_and_leaves_no_entry() -> None:
    take(**FILE)
    before, entries = stand(), Entry.objects.count()
    assert counts(take(**FILE)) == (0, 0, 7)
    assert (stand(), Entry.objects.count()) == (before, entries)


def test_a_dry_run_counts_and_keeps_nothing() -> None:
    entries = Entry.objects.count()
    assert counts(take(dry_run=True, **FILE)) == (7, 0, 0)
    assert (stand(), Entry.objects.count()) == ([], entries)


@pytest.mark.parametrize(
    ("key", "values", "changed"),
    [
        ("purposes", {"statement": "Other words."}, 1),
        ("purposes", {"name": "CALLS"}, 1),
        ("purposes", {"lawful_basis": "contract"}, 1),
        ("retention_classes", {"months": 24}, 1),
        ("lines", {"number": "01632 960101"}, 1),
        ("extensions", {"label": "Back office"}, 1),
        ("assignments", {"ends_on": "2026-06-30"}, 1),
    ],
)
def test_what_is_written_otherwise_is_changed(key: str, values: dict[str, Any], changed: int) -> None:
    take(**FILE)
    assert counts(take(**with_(key, **values))) == (0, changed, 7 - changed)


def test_another_usual_line_takes_the_place_of_the_one_before() -> None:
    take(**FILE)
    take(lines=[{**FILE["lines"][0], "name": "Second line"}])
    assert Line.objects.get(is_default=True).name == "Second line"


def test_a_line_beside_the_usual_one_leaves_it_in_its_place() -> None:
    take(**FILE)
    take(lines=[{**FILE["lines"][0], "name": "Second line", "is_default": False}])
    assert Line.objects.get(is_default=True).name == "Main line"


def test_every_change_is_in_the_trail_under_who_made_it(ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.set_up(plan=plan.read(json.dumps(FILE).encode(), "x.json"), actor=ig_lead, now=clock.now())
    kinds = {"processingpurpose", "retentionclass", "line", "extension", "extensionassignment"}
    written = Entry.objects.filter(actor=ig_lead, object_type__in=[f"recordings.{kind}" for kind in kinds])
    assert {entry.object_type.removeprefix("recordings.") for entry in written} == kinds


BASES = "consent, contract, legal_obligation, vital_interests, public_task, legitimate_interests"


@pytest.mark.clause("LB-1")
@pytest.mark.parametrize(
    ("key", "values", "sentence"),
    [
        ("purposes", {"lawful_basis": "habit"}, f"Purpose 1 (Calls): It has none of the six lawful bases. Use one of {BASES}."),
        ("purposes", {"article9": ""}, "Purpose 1 (Calls): Its calls can hold health data, so it needs an Article 9 condition as well."),
        ("lines", {"purpose": "Fun"}, "Line 1 (Main line): There is no purpose “Fun”."),
        ("lines", {"purpose": ""}, "Line 1 (Main line) has no purpose."),
        ("lines", {"retention_class": "Ever"}, "Line 1 (Main line): There is no retention class “Ever”."),
        ("lines", {"number": "none"}, "Line 1 (Main line): “none” is not a telephone number."),
        ("retention_classes", {"months": 0}, "Retention class 1 (Routine): Its months must be a whole number from 1 to 1200."),
        ("extensions", {"line": "Other"}, "Extension 1 (214): There is no line “Other”."),
        ("extensions", {"number": "2/4"}, "Extension 1 (2/4): An extension has letters"),
        ("assignments", {"extension": "999"}, "Assignment 1 (999): There is no extension “999”."),
        ("assignments", {"person": "x@y.example"}, "Assignment 1 (214): Nobody has the email address x@y.example."),
        ("assignments", {"ends_on": "2026-01-01"}, "Assignment 1 (214): The last day must be the first day or later."),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_and_nothing_is_kept(key: str, values: dict[str, Any], sentence: str) -> None:
    done = take(**with_(key, **values))
    assert any(said.startswith(sentence) for said in done.refused)
    assert stand() == []


@pytest.mark.clause("LB-1")
@pytest.mark.parametrize(("key", "values"), [("purposes", {"lawful_basis": "contract"}), ("retention_classes", {"months": 12})])
def test_what_calls_were_recorded_under_does_not_change_beneath_them(key: str, values: dict[str, Any]) -> None:
    take(**FILE)
    line = Line.objects.get()
    make_call(purpose=line.purpose, retention_class=line.retention_class)
    before = stand()
    assert "Add one with another name and give it to the line" in take(**with_(key, **values)).refused[0]
    assert stand() == before


def test_an_assignment_that_ended_is_not_prolonged_by_the_file() -> None:
    take(**FILE)
    assert "It ends on 28 February 2026 already." in take(**with_("assignments", 1, ends_on="2026-03-31")).refused[0]


def test_a_person_who_may_not_is_refused(sam: User) -> None:
    with pytest.raises(Refused, match="You cannot change lines"), acting_as(sam):
        services.set_up(plan=plan.Plan(()), actor=sam, now=clock.now())


def test_an_entry_of_no_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        _take(plan.Entry("Entry 1"), None, clock.now())


# The command


def run(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("set_up_telephony", str(file), *options, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "practice.json"
    path.write_text(json.dumps(FILE))
    return path


def test_the_command_says_what_it_did(file: Path) -> None:
    would = run(file, "--dry-run")
    assert would == "Nothing was written. This would be the result: 7 added, 0 changed, 0 unchanged.\n"
    assert run(file) == "7 added, 0 changed, 0 unchanged.\n"
    assert run(file) == "0 added, 0 changed, 7 unchanged.\n"


def test_the_command_fails_with_the_sentences_of_what_is_wrong(file: Path) -> None:
    file.write_text(json.dumps(with_("assignments", person="x@y.example")))
    said = StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("set_up_telephony", str(file), stderr=said)
    assert said.getvalue() == "Assignment 1 (214): Nobody has the email address x@y.example. Invite the person first.\n"


def test_the_command_fails_with_a_sentence_for_a_file_that_is_none(file: Path, tmp_path: Path) -> None:
    file.write_text("purposes:")
    with pytest.raises(CommandError, match=r"practice\.json is not valid JSON"):
        run(file)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "not-there.json")


def test_the_command_fails_with_a_sentence_when_somebody_else_was_first(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def collide(**_: Any) -> SetUp:
        raise IntegrityError

    monkeypatch.setattr(services, "set_up", collide)
    with pytest.raises(CommandError, match="run it again"):
        run(file)


def test_the_example_of_the_guide_can_be_used() -> None:
    guide = Path(__file__).parents[3] / "docs" / "operations.md"
    example = guide.read_text().partition("```json\n")[2].partition("```")[0]
    assert counts(take(**json.loads(example.replace("leah.brandt@", "leah@").replace("sam.okafor@", "sam@")))) == (8, 0, 0)
