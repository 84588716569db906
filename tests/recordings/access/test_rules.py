"""Every refusal of the access wing, as a literal table: what was asked, and the code and sentence that answer it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role
from recordings.access import rules
from recordings.access.rules import Proposal, Terms
from recordings.models import AudioState, Extension, Grant, Recording

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEAD, STAFF = frozenset({Role.IG_LEAD}), frozenset({Role.STAFF})
ADMINISTRATOR, MANAGER = frozenset({Role.SYSTEM_ADMINISTRATOR}), frozenset({Role.PRACTICE_MANAGER})
DESK, ROOM = Extension(pk=1, number="214"), Extension(pk=2, number="301")
HOUR = timedelta(hours=1)
WINDOW = Terms(NOW - 20 * HOUR, NOW - 18 * HOUR)

PROPOSAL = Proposal(
    issuer=User(pk=1), issuer_roles=LEAD, holder=User(pk=2), holder_roles=STAFF, purpose="training", actions=frozenset({"find", "listen"}),
    starts_at=NOW, ends_at=NOW + timedelta(days=7), terms=WINDOW,
)  # fmt: skip


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.clause("AC-1")
@pytest.mark.clause("AC-2")
@pytest.mark.clause("AU-1")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"issuer_roles": STAFF}, "not-the-lead"),
        ({"issuer_roles": MANAGER}, "not-the-lead"),
        ({"issuer_roles": frozenset({Role.DPO})}, "not-the-lead"),
        ({"issuer_roles": ADMINISTRATOR}, "not-the-lead"),
        ({"issuer_roles": LEAD | ADMINISTRATOR}, "not-the-lead"),
        ({"holder": User(pk=1)}, "own-grant"),
        ({"holder": User(pk=1), "one_person": True}, "own-grant"),
        ({"holder": User(pk=1), "holder_roles": MANAGER, "actions": frozenset({"find", "release"})}, "own-grant"),
        ({"holder": User(pk=1), "holder_roles": MANAGER, "actions": frozenset({"find", "release"}), "one_person": True}, None),
        ({"holder": User(pk=2, is_active=False)}, "holder-left"),
        ({"holder_roles": frozenset()}, "holder-may-not"),
        ({"holder_roles": ADMINISTRATOR}, "system-administrator"),
        ({"holder_roles": ADMINISTRATOR | STAFF}, "system-administrator"),
        ({"actions": frozenset({"find", "listen", "release"})}, "holder-may-not"),
        ({"actions": frozenset({"find", "listen", "release"}), "holder_roles": MANAGER}, None),
        ({"purpose": ""}, "no-purpose"),
        ({"purpose": "curiosity"}, "no-purpose"),
        ({"actions": frozenset()}, "no-actions"),
        ({"terms": Terms(NOW, NOW)}, "empty-window"),
        ({"terms": Terms(NOW, NOW - HOUR)}, "empty-window"),
        ({"ends_at": NOW}, "ends-before-start"),
        ({"ends_at": NOW - HOUR}, "ends-before-start"),
        ({"starts_at": NOW - 48 * HOUR, "ends_at": NOW - HOUR}, "ends-before-start"),
        ({"ends_at": NOW + timedelta(days=90)}, None),
        ({"ends_at": NOW + timedelta(days=91)}, "too-long"),
    ],
)
def test_who_may_be_granted_what_by_whom(change: dict[str, Any], expected: str | None) -> None:
    assert code(rules.refuse_issue(replace(PROPOSAL, **change), NOW)) == expected


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize(
    ("roles", "reason", "expected"),
    [(LEAD, "Sent in error", None), (LEAD, "  ", "no-reason"), (STAFF, "Sent in error", "not-the-lead"), (MANAGER, "x", "not-the-lead")],
)
def test_who_may_end_a_grant(roles: frozenset[Role], reason: str, expected: str | None) -> None:
    assert code(rules.refuse_end(roles, reason)) == expected


def a_grant(**fields: Any) -> Grant:
    row = {
        "holder_id": 2, "actions": ["find", "listen"], "starts_at": NOW - HOUR, "ends_at": datetime(2026, 11, 30, tzinfo=UTC),
        "window_from": WINDOW.window_from, "window_until": WINDOW.window_until,
    }  # fmt: skip
    return Grant(**(row | fields))


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(
    ("change", "person", "action", "expected"),
    [
        ({}, User(pk=2), "listen", None),
        ({}, User(pk=3), "listen", "There is nothing here that you can open."),
        ({}, User(pk=3, is_superuser=True), "listen", "There is nothing here that you can open."),
        ({}, User(pk=2, is_active=False), "listen", "There is nothing here that you can open."),
        ({}, User(pk=2), "release", "Your access does not let you prepare and release a copy. Ask for it in a new request."),
        ({"actions": ["listen"]}, User(pk=2), "find", "Your access does not let you find the call. Ask for it in a new request."),
        ({"ends_at": NOW}, User(pk=2), "listen", "Your access ended on 22 November 2026. Ask again if you still need it."),
        ({"ended_at": NOW - 24 * HOUR}, User(pk=2), "listen", "Your access ended on 21 November 2026. Ask again if you still need it."),
        ({"starts_at": NOW + 24 * HOUR}, User(pk=2), "listen", "Your access starts on 23 November 2026."),
    ],
)
def test_what_a_grant_allows(change: dict[str, Any], person: User, action: str, expected: str | None) -> None:
    refusal = rules.refuse_use(a_grant(**change), person, action, NOW)
    assert (str(refusal) if refusal else None) == expected


def test_a_grant_that_runs_to_midnight_ended_on_the_day_before() -> None:
    refusal = rules.refuse_use(a_grant(), User(pk=2), "listen", datetime(2026, 11, 30, tzinfo=UTC))
    assert str(refusal) == "Your access ended on 29 November 2026. Ask again if you still need it."


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(
    ("change", "person", "roles", "expected"),
    [
        ({}, User(pk=3), LEAD, None),
        ({}, User(pk=2), LEAD, "not-found"),
        ({}, User(pk=3, is_active=False), LEAD, "not-found"),
        ({}, User(pk=3), STAFF, "not-found"),
        ({"ended_at": NOW}, User(pk=3), LEAD, "access-ended"),
        ({"ends_at": NOW}, User(pk=3), LEAD, "access-ended"),
        ({"actions": ["find", "listen"]}, User(pk=3), LEAD, "not-granted"),
    ],
)
def test_a_copy_is_checked_by_another_while_its_access_lasts(
    change: dict[str, Any], person: User, roles: frozenset[Role], expected: str | None
) -> None:
    grant = a_grant(**({"actions": ["find", "release"]} | change))
    assert code(rules.refuse_check(grant, person, roles, NOW)) == expected


@pytest.mark.parametrize(("change", "expected"), [({}, None), ({"ended_at": NOW}, "ended-already"), ({"ends_at": NOW}, "ended-already")])
def test_a_grant_ends_once(change: dict[str, Any], expected: str | None) -> None:
    assert code(rules.refuse_ended(a_grant(**change), NOW)) == expected


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(
    ("state", "expected"), [(AudioState.HELD, None), (AudioState.WITH_SUPPLIER, "with-supplier"), (AudioState.DESTROYED, "destroyed")]
)
def test_only_audio_that_is_held_can_be_opened(state: str, expected: str | None) -> None:
    assert code(rules.refuse_audio(Recording(audio_state=state))) == expected


def test_audio_with_the_supplier_says_what_to_do() -> None:
    refusal = rules.refuse_audio(Recording(audio_state=AudioState.WITH_SUPPLIER))
    assert refusal is not None
    assert "fetch this call and deposit it" in refusal.remedy


LIMITED = replace(WINDOW, extension=DESK, external_e164="+447700900461")
FROM, UNTIL = WINDOW.window_from, WINDOW.window_until


@pytest.mark.clause("AC-4")
@pytest.mark.clause("AC-5")
@pytest.mark.parametrize(
    ("granted", "terms", "expected"),
    [
        (WINDOW, WINDOW, None),
        (WINDOW, Terms(FROM + HOUR, UNTIL), None),
        (WINDOW, Terms(FROM, UNTIL, DESK, "+447700900461", "", "incoming"), None),
        (WINDOW, Terms(FROM, UNTIL, number_ends="900461"), None),
        (WINDOW, Terms(FROM - HOUR, UNTIL), "wider-than-granted"),
        (WINDOW, Terms(FROM, UNTIL + HOUR), "wider-than-granted"),
        (WINDOW, Terms(UNTIL, UNTIL + HOUR), "wider-than-granted"),
        (WINDOW, Terms(FROM, FROM), "empty-window"),
        (WINDOW, Terms(UNTIL, FROM), "empty-window"),
        (LIMITED, LIMITED, None),
        (LIMITED, WINDOW, None),
        (LIMITED, Terms(FROM, UNTIL, number_ends="900461"), None),
        (LIMITED, Terms(FROM, UNTIL, ROOM), "wider-than-granted"),
        (LIMITED, Terms(FROM, UNTIL, external_e164="+447700900999"), "wider-than-granted"),
        (LIMITED, Terms(FROM, UNTIL, number_ends="900999"), "wider-than-granted"),
    ],
)
def test_a_search_may_only_narrow_what_was_granted(granted: Terms, terms: Terms, expected: str | None) -> None:
    assert code(rules.refuse_terms(granted, terms)) == expected


def test_a_wider_search_is_told_whom_to_ask() -> None:
    assert str(rules.WIDEN).endswith("Ask the Information Governance Lead to widen the request.")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(3, "Too many calls fit. Narrow the time to 2 hours or less."), (2, "Too many calls fit. Add an extension or a number.")],
)
def test_too_many_calls_says_how_to_narrow(hours: int, expected: str) -> None:
    assert str(rules.too_many(Terms(NOW, NOW + hours * HOUR))) == expected


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, None),
        (0, 10.5, None),
        (0, 10.6, "no-such-stretch"),
        (2, 2, "no-such-stretch"),
        (3, 2, "no-such-stretch"),
        (-1, 2, "no-such-stretch"),
    ],
)
def test_only_what_the_recording_has_can_have_been_heard(start: float, end: float, expected: str | None) -> None:
    assert code(rules.refuse_stretch(start, end, 10)) == expected


def test_the_mark_of_a_session_is_not_its_key() -> None:
    assert rules.session_mark("abc") == rules.session_mark("abc") != rules.session_mark("abd")
    assert "abc" not in rules.session_mark("abc")
