"""What all stand on: settings that refuse nonsense, rows that refuse silent changes, logs without numbers, gap-free series."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from callgov.environment import Environment
from callgov.governed import UnrecordedChange
from callgov.logs import WithoutNumbers, strike
from callgov.models import Setting
from callgov.people.models import User
from callgov.practice import CHOICES, setting
from callgov.refusals import Refusal, Refused, insist
from callgov.sequence import next_number
from callgov.trail.context import acting_as

env = Environment()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("SOME_FLAG", "yes", lambda: env.flag("SOME_FLAG", default=False)),
        ("SOME_NUMBER", "many", lambda: env.number("SOME_NUMBER", default=1)),
        ("SOME_DATABASE", "sqlite:///x", lambda: env.database("SOME_DATABASE")),
    ],
)
def test_a_senseless_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Any) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        read()


def test_a_required_setting_that_is_missing_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="NOT_SET_ANYWHERE"):
        env.text("NOT_SET_ANYWHERE", default=None)


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("SOME_SECRET", "from the environment")
    assert env.secret("SOME_SECRET", default=None) == "from the file"


def test_a_secret_whose_file_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "not-there"))
    with pytest.raises(ImproperlyConfigured, match="SOME_SECRET_FILE"):
        env.secret("SOME_SECRET", default="")


def test_the_passwords_of_database_and_broker_may_stay_out_of_their_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_DATABASE", "postgresql://callgov@db/callgov")
    monkeypatch.setenv("DATABASE_PASSWORD", "s3cret")
    monkeypatch.setenv("REDIS_PASSWORD", "p/w")
    assert env.database("SOME_DATABASE")["PASSWORD"] == "s3cret"
    assert env.broker("SOME_BROKER", default="redis://valkey:6379/0") == "redis://:p%2Fw@valkey:6379/0"


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_WORDS", "one, two,,")
    assert env.words("SOME_WORDS", default=[]) == ["one", "two"]
    assert env.words("NO_WORDS", default=["three"]) == ["three"]


def test_the_vault_lies_on_a_folder_or_on_s3_and_nowhere_else() -> None:
    where = {"folder": "/v", "bucket": "b", "endpoint": "http://127.0.0.1:9", "region": "eu-west-2", "key": "k", "secret": "s"}
    assert env.vault_store("folder", **where)["OPTIONS"]["location"] == "/v"
    assert env.vault_store("s3", **where)["OPTIONS"]["bucket_name"] == "b"
    with pytest.raises(ImproperlyConfigured, match="tape"):
        env.vault_store("tape", **where)


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize(
    "change",
    [
        lambda: Setting.objects.update(value=1),
        lambda: Setting.objects.filter(name="x").delete(),
        lambda: Setting.objects.bulk_create([]),
        lambda: Setting.objects.bulk_update([], ["value"]),
    ],
    ids=["update", "delete", "bulk_create", "bulk_update"],
)
def test_a_change_that_no_entry_would_show_is_refused(db: None, change: Any) -> None:
    with pytest.raises(UnrecordedChange):
        change()


def test_a_service_that_records_its_act_may_write_in_bulk(db: None) -> None:
    recorded = Setting.objects.all().recorded()
    assert recorded.filter(name="x").update(value=1) == 0
    assert recorded.bulk_create([]) == []
    assert recorded.bulk_update([], ["value"]) == 0
    assert recorded.filter(name="x").delete()[0] == 0


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("call from 07700 900461 failed", "call from [number] failed"),
        ("+44 7700 900461", "[number]"),
        ("NHS 943 476 5919", "NHS [number]"),
        ("mail to leah@riverside.example bounced", "mail to [address] bounced"),
        ("REQ-2026-0042 took 0.1234 s", "REQ-2026-0042 took 0.1234 s"),
    ],
)
def test_logs_hold_no_numbers_and_no_addresses(text: str, struck: str) -> None:
    assert strike(text) == struck


def test_arguments_of_a_log_line_are_struck_too() -> None:
    line = logging.LogRecord("x", logging.INFO, "x", 1, "from %s", ("07700900461",), None)
    assert WithoutNumbers().filter(line)
    assert line.getMessage() == "from [number]"


def test_a_rules_answer_is_raised_only_when_it_is_a_refusal() -> None:
    insist(None)
    with pytest.raises(Refused, match=r"No\."):
        insist(Refusal("no", "No."))
    assert str(Refusal("no", "No.", "Ask again.")) == "No. Ask again."


def test_a_choice_of_the_practice_stands_before_the_default(ig_lead: User, db: None) -> None:
    assert setting("grant_days") == CHOICES["grant_days"].default
    with acting_as(ig_lead):
        Setting.objects.create(name="grant_days", value=14, reason="Longer leave", set_by=ig_lead, set_at=ig_lead.date_joined)
    assert setting("grant_days") == 14
    with pytest.raises(KeyError):
        setting("no_such_choice")


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_every_choice_accepts_its_own_default_and_not_nonsense(name: str) -> None:
    assert CHOICES[name].accepts(CHOICES[name].default)
    assert not CHOICES[name].accepts("nonsense")


@pytest.mark.clause("RE-1")
@pytest.mark.django_db(transaction=True)
def test_fifty_numbers_taken_at_once_have_no_gaps() -> None:
    def take(_: int) -> int:
        try:
            with transaction.atomic():
                return next_number("race", 2026)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sorted(pool.map(take, range(50))) == list(range(1, 51))


@pytest.mark.clause("RE-1")
def test_a_number_goes_back_with_its_transaction(db: None) -> None:
    with pytest.raises(ZeroDivisionError):
        _take_and_fail()
    with transaction.atomic():
        assert next_number("series", 2026) == 1
        assert next_number("series", 2027) == 1


@transaction.atomic
def _take_and_fail() -> None:
    next_number("series", 2026)
    raise ZeroDivisionError
