"""The home page, health, the deployment checks and the policy command."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from callgov import clock, policy
from callgov.about import proof
from callgov.checks import refuse_bad_deployment, refuse_cast_page_outside_demo
from callgov.home.queries import work_groups
from callgov.people.models import User
from callgov.registry import Work, registry

SignIn = Callable[..., None]
TODAY = date(2026, 11, 22)


@pytest.fixture
def one_source(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """The only source of work is this list."""
    items: list[Work] = []
    monkeypatch.setattr(registry, "work", [lambda _person, _day: items])
    return items


def item(words: str, group: str, due: date | None = None) -> Work:
    return Work(words, "/", "REQ-2026-0001", "facts", group, due)


def test_what_is_late_comes_first_and_each_group_by_date(one_source: list[Work], nurse: User) -> None:
    one_source += [
        item("wait", "waiting", TODAY - timedelta(days=9)),
        item("later", "decide", TODAY + timedelta(days=2)), item("soon", "decide", TODAY),
        item("someday", "decide"), item("overdue", "todo", TODAY - timedelta(days=1)),
    ]  # fmt: skip
    groups = [(group.heading, [work.words for work in group.items]) for group in work_groups(nurse, TODAY)]
    assert groups == [("Late", ["overdue"]), ("Needs your decision", ["soon", "later", "someday"]), ("You are waiting for", ["wait"])]


def test_ten_of_a_group_are_shown_and_all_are_counted(one_source: list[Work], nurse: User) -> None:
    one_source += [item("one", "todo") for _ in range(23)]
    (group,) = work_groups(nurse, TODAY)
    assert (len(group.items), group.total) == (10, 23)


def test_nothing_to_do_says_so(one_source: list[Work], client: Client, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    assert "Nothing needs you today." in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["receptionist", "ig_lead", "dpo", "practice_manager", "assessor", "partner", "administrator"])
def test_home_opens_for_every_role(client: Client, who: str, sign_in: SignIn, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/").status_code == 200


def test_home_is_for_people_who_are_signed_in(client: Client, db: None) -> None:
    assert client.get("/").status_code == 302


def test_the_process_answers(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_everything_answers(client: Client, db: None) -> None:
    cache.set("heartbeat:worker", clock.now().timestamp())
    cache.set("heartbeat:beat", clock.now().timestamp())
    answer = client.get("/readyz").json()
    assert {name for name, well in answer["parts"].items() if not well} <= {"trail"}
    assert {"database", "broker", "worker and beat", "vault"} <= set(answer["parts"])


@pytest.mark.parametrize("ago", [None, timedelta(minutes=3)])
def test_not_ready_when_the_worker_stands_still(client: Client, db: None, ago: timedelta | None) -> None:
    if ago is not None:
        cache.set("heartbeat:worker", (clock.now() - ago).timestamp())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker and beat"] is False


def test_not_ready_when_the_vault_cannot_be_reached(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.health, "vault", lambda: False)
    assert client.get("/readyz").json()["parts"]["vault"] is False


def _codes(**wrong: Any) -> set[str]:
    return {str(message.id) for message in refuse_bad_deployment(None)}


@pytest.fixture
def practice(settings: Any, tmp_path: Path) -> Any:
    """Settings as a practice should have them."""
    ring = tmp_path / "ring.json"
    ring.write_text("{}")
    ring.chmod(0o600)
    settings.DEBUG, settings.DEMO, settings.TESTING, settings.PLAIN_HTTP = False, False, False, False
    settings.SECRET_KEY, settings.SITE_URL, settings.VAULT_KEY_RING = "x" * 60, "https://calls.example.org", str(ring)
    return settings


def test_a_good_deployment_is_not_refused(practice: Any) -> None:
    assert _codes() == set()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "callgov.E001"),
        ("SECRET_KEY", "short", "callgov.E002"),
        ("SECRET_KEY", "only-for-demo-" + "x" * 60, "callgov.E002"),
        ("SITE_URL", "http://calls.example.org", "callgov.E003"),
        ("PLAIN_HTTP", True, "callgov.E003"),
        ("DEMO", True, "callgov.E004"),
        ("TESTING", True, "callgov.E004"),
        ("VAULT_KEY_RING", "/not/there", "callgov.E005"),
    ],
)
def test_a_bad_deployment_is_refused(practice: Any, name: str, value: Any, code: str) -> None:
    setattr(practice, name, value)
    assert _codes() == {code}


def test_a_key_ring_that_others_can_read_is_refused(practice: Any) -> None:
    Path(practice.VAULT_KEY_RING).chmod(0o644)
    assert _codes() == {"callgov.E006"}


def test_the_cast_page_is_refused_outside_the_demo(settings: Any) -> None:
    assert refuse_cast_page_outside_demo(None) == []
    settings.ROOT_URLCONF = "callgov.demo.urls"
    assert [str(message.id) for message in refuse_cast_page_outside_demo(None)] == ["callgov.E007"]
    settings.DEMO = True
    assert refuse_cast_page_outside_demo(None) == []


def test_every_clause_is_named_once_and_claimed() -> None:
    assert len(policy.CLAUSES) == len(policy._ALL) == 37
    assert all(clause.claimed for clause in policy.CLAUSES.values())


def test_every_claimed_clause_has_an_enforcer_and_a_test() -> None:
    out = StringIO()
    call_command("policy", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    assert [row["id"] for row in rows] == list(policy.CLAUSES)
    assert all(row["enforced_by"] and row["tests"] for row in rows if row["claimed"])


def test_the_policy_for_people_says_what_is_not_built_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.CLAUSES, "ZZ-9", policy.Clause("ZZ-9", "Bare"))
    out = StringIO()
    call_command("policy", stdout=out)
    assert "not built yet" in out.getvalue()


def test_a_claim_without_an_enforcer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.CLAUSES, "ZZ-9", policy.Clause("ZZ-9", "Bare", claimed=True))
    with pytest.raises(CommandError, match="ZZ-9"):
        call_command("policy", stdout=StringIO())


def test_a_mark_names_a_clause_of_the_policy() -> None:
    with pytest.raises(KeyError):
        policy.enforces("XX-1")(test_a_mark_names_a_clause_of_the_policy)


def test_marks_of_a_module_count_for_each_of_its_tests(tmp_path: Path) -> None:
    text = 'import pytest\npytestmark = pytest.mark.clause("AC-1")\n\n@pytest.mark.clause("AC-2", "AC-4")\ndef test_x(): ...\n'
    (tmp_path / "test_x.py").write_text(text)
    assert sorted(proof.tests_by_clause(tmp_path)) == ["AC-1", "AC-2", "AC-4"]


@pytest.mark.parametrize("name", sorted(policy.CONSTRAINTS))
def test_every_named_constraint_stands_in_the_database(db: None, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = %s UNION SELECT 1 FROM pg_trigger WHERE tgname = %s"
            " UNION SELECT 1 FROM pg_class WHERE relname = %s",
            [name, name, name],
        )
        assert cursor.fetchone() is not None
