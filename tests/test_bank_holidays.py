"""The table of bank holidays: added to, taken from and imported by its keeper with a reason; whoever counts days is told."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.holidays import services
from callgov.holidays.queries import bank_holidays
from callgov.holidays.shipped import FILE
from callgov.models import HolidayChange
from callgov.people.models import User
from callgov.refusals import Refused
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import SignIn

pytestmark = pytest.mark.django_db
JUBILEE, CHRISTMAS = date(2030, 6, 4), date(2030, 12, 25)
ADDED = {"day": JUBILEE, "name": "A jubilee", "reason": "Proclaimed today"}


def keep(verb: Callable[..., Any], actor: User, **said: Any) -> Any:
    with acting_as(actor):
        return verb(actor=actor, now=clock.now(), **said)


def official(**years: list[str]) -> bytes:
    """The official file with these days."""
    events = [{"title": "A day", "date": day} for days in years.values() for day in days]
    return json.dumps({"england-and-wales": {"division": "england-and-wales", "events": events}}).encode()


def test_a_day_is_added_with_its_entry(ig_lead: User):
    keep(services.add_holiday, ig_lead, **ADDED)
    assert bank_holidays().why_not(JUBILEE) == "A jubilee"
    entry = Entry.objects.get(event=Event.HOLIDAYS_CHANGED)
    assert (entry.reason, entry.facts) == ("Proclaimed today", {"added": ["2030-06-04"], "removed": []})


def test_a_day_is_taken_away_and_can_come_back(ig_lead: User):
    keep(services.remove_holiday, ig_lead, day=CHRISTMAS, reason="Moved")
    assert bank_holidays().why_not(CHRISTMAS) == ""
    keep(services.add_holiday, ig_lead, day=CHRISTMAS, name="Christmas Day", reason="Moved back")
    assert bank_holidays().why_not(CHRISTMAS) == "Christmas Day"


def test_an_import_makes_the_years_of_the_file_as_it_says(ig_lead: User):
    before = bank_holidays().holidays
    changed = keep(services.import_holidays, ig_lead, content=official(y=["2030-06-04", "2030-12-25"]), reason="New file")
    after = bank_holidays().holidays
    assert {day for day in after if day.year == 2030} == {JUBILEE, CHRISTMAS}
    assert {day: name for day, name in before.items() if day.year != 2030} == {d: n for d, n in after.items() if d.year != 2030}
    assert changed == HolidayChange.objects.count() == 8


SENSELESS: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (services.add_holiday, {**ADDED, "reason": " "}, "no-reason"),
    (services.add_holiday, {**ADDED, "name": " "}, "no-name"),
    (services.add_holiday, {**ADDED, "day": date(2030, 6, 8)}, "weekend"),
    (services.add_holiday, {**ADDED, "day": CHRISTMAS}, "holiday-known"),
    (services.remove_holiday, {"day": JUBILEE, "reason": "x"}, "holiday-unknown"),
    (services.import_holidays, {"content": FILE.read_bytes(), "reason": "x"}, "nothing-new"),
    (services.import_holidays, {"content": b"\xff", "reason": "x"}, "not-the-official-file"),
    (services.import_holidays, {"content": b"{}", "reason": "x"}, "not-the-official-file"),
    (services.import_holidays, {"content": b"[]", "reason": "x"}, "not-the-official-file"),
    (services.import_holidays, {"content": b'{"england-and-wales": []}', "reason": "x"}, "not-the-official-file"),
    (services.import_holidays, {"content": official(y=["soon"]), "reason": "x"}, "not-the-official-file"),
]


def test_what_makes_no_sense_is_refused(ig_lead: User):
    for verb, said, code in SENSELESS:
        with pytest.raises(Refused) as stopped:
            keep(verb, ig_lead, **said)
        assert (said, stopped.value.refusal.code) == (said, code)
    assert not HolidayChange.objects.exists()


def test_somebody_else_is_refused(nurse: User, practice_manager: User, administrator: User, outsider: User):
    for person in (nurse, practice_manager, administrator, outsider):
        with pytest.raises(Refused, match="You cannot change the bank holidays"):
            keep(services.add_holiday, person, **ADDED)


def test_whoever_counts_days_is_told_in_the_same_transaction(ig_lead: User, monkeypatch: pytest.MonkeyPatch):
    told: list[int] = []
    monkeypatch.setattr(registry, "on_calendar_change", [lambda _now: told.append(HolidayChange.objects.count())])
    keep(services.add_holiday, ig_lead, **ADDED)
    assert told == [1]


def test_the_database_keeps_what_was_said(ig_lead: User):
    keep(services.add_holiday, ig_lead, **ADDED)
    with pytest.raises(IntegrityError, match="append-only"):
        HolidayChange.objects.all().recorded().delete()


# The command


def test_the_command_imports_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "bank-holidays.json"
    file.write_bytes(official(y=["2040-12-25"]))
    call_command("import_bank_holidays", str(file))
    assert "1 day changed." in capsys.readouterr().out
    assert bank_holidays().holidays[date(2040, 12, 25)] == "A day"


@pytest.mark.parametrize("name", ["bank-holidays.json", "not-there.json"])
def test_the_command_says_what_is_wrong_and_fails(tmp_path: Path, name: str):
    (tmp_path / "bank-holidays.json").write_bytes(FILE.read_bytes())
    with pytest.raises(CommandError):
        call_command("import_bank_holidays", str(tmp_path / name))


# The pages

DAY = {"day_day": "4", "day_month": "6", "day_year": "2030"}


@pytest.fixture
def lead(client: Client, ig_lead: User, sign_in: SignIn) -> Client:
    sign_in(client, ig_lead)
    return client


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_shows_the_table_and_what_was_changed(lead: Client, ig_lead: User):
    assert "Nothing: the table is the one that came with the product." in words(lead.get(reverse("holidays")))
    keep(services.add_holiday, ig_lead, **ADDED)
    keep(services.remove_holiday, ig_lead, day=CHRISTMAS, reason="Moved")
    shown = words(lead.get(reverse("holidays")))
    for said in ("Tuesday 4 June 2030", "Added: A jubilee", "Taken away", "Proclaimed today", ig_lead.name, "complete up to 2032"):
        assert said in shown


def test_a_day_is_added_and_taken_away_by_the_pages(lead: Client):
    answer = lead.post(reverse("holiday_add"), {**DAY, "name": "A jubilee", "reason": "Proclaimed"}, follow=True)
    assert "Bank holiday added." in words(answer)
    answer = lead.post(reverse("holiday_remove"), {**DAY, "reason": "Not proclaimed after all"}, follow=True)
    assert "Bank holiday taken away." in words(answer)


def test_the_official_file_is_imported_by_the_page(lead: Client):
    file = SimpleUploadedFile("bank-holidays.json", official(y=["2040-12-25"]))
    answer = lead.post(reverse("holidays_import"), {"file": file, "reason": "New file"}, follow=True)
    assert "Bank holidays imported." in words(answer)


def test_what_makes_no_sense_gets_its_sentence(lead: Client):
    assert "That day is not a bank holiday." in words(lead.post(reverse("holiday_remove"), {**DAY, "reason": "x"}))
    assert "Enter the reason" in words(lead.post(reverse("holiday_add"), {**DAY, "name": "x"}))


@pytest.mark.parametrize("name", ["holidays", "holiday_add", "holiday_remove", "holidays_import"])
def test_the_pages_are_for_those_who_keep_settings_with_a_fresh_second_factor(
    name: str, client: Client, dpo: User, ig_lead: User, sign_in: SignIn
):
    sign_in(client, dpo)
    assert client.get(reverse(name)).status_code == 403
    sign_in(client, ig_lead, fresh=False)
    assert reverse("confirm_factor") in client.get(reverse(name))["Location"]
    sign_in(client, ig_lead)
    assert client.delete(reverse(name)).status_code == 405
