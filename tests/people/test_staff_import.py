"""Staff from a CSV file."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from callgov import clock
from callgov.people import services
from callgov.people.models import Invitation, User
from callgov.people.queries import roles_on
from callgov.people.services.staff_import import StaffImport
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

NOW = clock.now()
HEADING = "name,email,job_title,roles,line_manager_email"
LEAH = "Leah Brandt,leah@practice.example,Receptionist,staff,helen@practice.example"
HELEN = "Helen Marsh,helen@practice.example,Reception Manager,staff;assessor,"


def take(actor: User, *lines: str, heading: str = HEADING, dry_run: bool = False) -> StaffImport:
    with acting_as(actor):
        return services.import_staff(lines=[heading, *lines], actor=actor, now=NOW, dry_run=dry_run)


def test_new_people_are_invited_with_their_roles_and_line_manager_in_any_order(practice_manager: User) -> None:
    done = take(practice_manager, LEAH, HELEN)
    assert (done.invited, done.refused) == (["leah@practice.example", "helen@practice.example"], [])
    leah = User.objects.get(email="leah@practice.example")
    assert leah.line_manager is not None
    assert leah.line_manager.name == "Helen Marsh"
    assert Invitation.objects.get(person=leah.line_manager).roles == ["assessor", "staff"]


def test_the_same_file_twice_changes_nothing(practice_manager: User) -> None:
    take(practice_manager, LEAH, HELEN)
    again = take(practice_manager, LEAH, HELEN)
    assert again == StaffImport(unchanged=["leah@practice.example", "helen@practice.example"])


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_what_would_happen_and_keeps_and_sends_nothing(practice_manager: User, mailoutbox: list[EmailMessage]) -> None:
    mailoutbox.clear()
    before = Entry.objects.count()
    done = take(practice_manager, LEAH, HELEN, dry_run=True)
    assert len(done.invited) == 2
    assert User.objects.count() == 1
    assert (len(mailoutbox), Entry.objects.count()) == (0, before)


def test_known_people_are_brought_up_to_date_and_lose_nothing(practice_manager: User, nurse: User, line_manager: User) -> None:
    done = take(practice_manager, "Nina Nurse,NURSE@practice.example,Lead Nurse,assessor,line_manager@practice.example")
    assert done.changed == ["nurse@practice.example"]
    changed = User.objects.get(pk=nurse.pk)
    assert (changed.name, changed.job_title) == ("Nina Nurse", "Lead Nurse")
    assert roles_on(changed, clock.local_day(NOW)) == {Role.STAFF, Role.ASSESSOR}


def test_a_new_line_manager_alone_is_a_change(practice_manager: User, nurse: User) -> None:
    done = take(practice_manager, "Nurse,nurse@practice.example,Practice Nurse,staff,practice_manager@practice.example")
    assert (done.changed, done.unchanged) == (["nurse@practice.example"], [])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",leah@practice.example,,,", "Line 2: The name is missing."),
        ("Leah,not-an-address,,,", "Line 2: 'not-an-address' is not an email address."),
        ("Leah,leah@practice.example,,wizard,", "Line 2: There is no role 'wizard'. Use staff, ig_lead,"),
        ("Leah,leah@practice.example,,ig_lead;dpo,", "Line 2: The Information Governance Lead cannot also be"),
        ("Leah,leah@practice.example,,,nobody@practice.example", "Line 2: Nobody has the line manager's email address"),
        ("Leah", "Line 2: '' is not an email address."),
        ("Me,practice_manager@practice.example,,partner,", "Line 2: You cannot give or end a role of your own."),
        ("PM,practice_manager@practice.example,,,practice_manager@practice.example", "Line 2: This would make them their own"),
    ],
)
def test_a_line_that_cannot_be_used_has_its_sentence(practice_manager: User, line: str, sentence: str) -> None:
    (refused,) = take(practice_manager, line).refused
    assert refused.startswith(sentence)


def test_a_bad_line_does_not_stop_the_others(practice_manager: User) -> None:
    done = take(practice_manager, ",nobody@practice.example,,,", HELEN)
    assert (len(done.refused), done.invited) == (1, ["helen@practice.example"])


def test_a_person_stands_in_the_file_once(practice_manager: User) -> None:
    assert take(practice_manager, HELEN, HELEN.upper()).refused == ["Line 3: This email address stands in line 2 already."]


def test_a_file_without_its_columns_is_refused_whole(practice_manager: User) -> None:
    (sentence,) = take(practice_manager, "Leah,leah@practice.example", heading="Naam,Adres").refused
    assert sentence.startswith("The file has no column name and no column email.")


def test_an_empty_file_is_refused(practice_manager: User) -> None:
    with acting_as(practice_manager):
        assert services.import_staff(lines=[], actor=practice_manager, now=NOW).refused


def test_no_role_named_means_staff(practice_manager: User) -> None:
    take(practice_manager, "Leah Brandt,leah@practice.example,,,")
    assert Invitation.objects.latest("id").roles == ["staff"]


def test_roles_may_be_written_as_people_say_them(practice_manager: User) -> None:
    take(practice_manager, 'Leah Brandt,leah@practice.example,,"Data Protection Officer, Partner",')
    assert Invitation.objects.latest("id").roles == ["dpo", "partner"]


def test_the_import_is_in_the_trail_with_its_counts(practice_manager: User) -> None:
    take(practice_manager, HELEN, "x,y,,,")
    entry = Entry.objects.get(event=Event.STAFF_IMPORTED)
    assert (entry.actor, entry.facts) == (practice_manager, {"invited": 1, "changed": 0, "unchanged": 0, "refused": 1})


def test_the_command_imports_as_a_named_job(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(f"\ufeff{HEADING}\r\n{HELEN}\r\n", encoding="utf-8")
    call_command("import_staff", str(file))
    assert "1 invited, 0 changed, 0 unchanged, 0 refused" in capsys.readouterr().out
    assert Entry.objects.get(event=Event.STAFF_IMPORTED).job == Job.COMMAND


def test_the_command_fails_when_a_line_was_refused(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(f"{HEADING}\n,x,,,\n")
    with pytest.raises(CommandError, match="could not be used"):
        call_command("import_staff", str(file), "--dry-run")
    assert "Line 2: The name is missing." in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_the_command_says_so_when_the_file_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "staff.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_staff", str(file))


def test_the_first_people_are_invited_from_the_command_line(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite", "Grace Whitfield", "grace@practice.example", "practice_manager")
    link = capsys.readouterr().out.strip()
    token = link.rstrip("/").rpartition("/")[2]
    person = services.accept_invitation(token=token, username="grace", password="violet-anchor-tundra", now=NOW)
    assert roles_on(person, clock.local_day(NOW)) == {Role.PRACTICE_MANAGER}


def test_the_command_says_why_it_invites_nobody(nurse: User) -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("invite", "Nora", "nurse@practice.example", "staff")
