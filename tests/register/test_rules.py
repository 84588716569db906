"""Who may release, collect and correct, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from register import rules

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ASKED, APPROVED, OTHER = 1, 2, 3


@pytest.mark.clause("RE-1", "AC-2")
@pytest.mark.parametrize(
    ("person", "small_practice", "code"),
    [
        (ASKED, False, "own-request"),
        (ASKED, True, "own-request"),
        (APPROVED, False, "approved-by-you"),
        (APPROVED, True, None),
        (OTHER, False, None),
        (OTHER, True, None),
    ],
)
def test_asking_approving_and_releasing_are_kept_apart(person: int, small_practice: bool, code: str | None) -> None:
    refusal = rules.refuse_releaser(person, rules.Parties(ASKED, APPROVED, small_practice))
    assert (refusal and refusal.code) == code


@pytest.mark.clause("AC-9", "AC-10")
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, None),
        ({"state": "sent"}, "not-approved"),
        ({"state": "closed"}, "not-approved"),
        ({"wanted": "listen"}, "no-copy-asked"),
        ({"audio_state": "with_supplier"}, "audio-not-held"),
        ({"audio_state": "destroyed"}, "audio-not-held"),
        ({"delete_by": date(2026, 11, 21)}, "delete-by-past"),
        ({"delete_by": TODAY}, None),
    ],
)
def test_a_copy_is_made_only_of_held_audio_for_an_approved_request(wrong: dict[str, object], code: str | None) -> None:
    right = {"state": "approved", "wanted": "copy", "audio_state": "held", "delete_by": TODAY, "today": TODAY}
    refusal = rules.refuse_preparing(**{**right, **wrong})  # type: ignore[arg-type]
    assert (refusal and refusal.code) == code


@pytest.mark.clause("AC-10")
def test_a_copy_is_given_to_nobody_once_its_day_has_passed() -> None:
    assert rules.refuse_late(TODAY, TODAY) is None
    late = rules.refuse_late(TODAY, TODAY + timedelta(days=1))
    assert (late and late.code) == "delete-by-passed"


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (None, None, None),
        (0, 1000, None),
        (500, None, None),
        (1000, 1000, "extract-empty"),
        (2000, 1000, "extract-empty"),
        (0, 3001, "extract-past-end"),
    ],
)
def test_an_extract_lies_inside_the_recording(start: int | None, end: int | None, code: str | None) -> None:
    refusal = rules.refuse_extract(start, end, 3000)
    assert (refusal and refusal.code) == code


@pytest.mark.clause("AC-10")
@pytest.mark.parametrize(
    ("wrong", "refused"),
    [({}, False), ({"ended": True}, True), ({"opened": True}, True), ({"tries_left": 0}, True), ({"now": NOW + timedelta(hours=1)}, True)],
)
def test_a_link_opens_once_before_it_expires_and_within_five_tries(wrong: dict[str, object], refused: bool) -> None:
    right = {"ended": False, "expires_at": NOW + timedelta(hours=1), "opened": False, "tries_left": 5, "now": NOW}
    refusal = rules.refuse_collecting(**{**right, **wrong})  # type: ignore[arg-type]
    assert (refusal is rules.LINK_ENDED) is refused


@pytest.mark.parametrize(("left", "sentence"), [(4, "You have 4 tries left."), (1, "You have 1 try left."), (0, "This link has ended.")])
def test_a_wrong_code_says_how_many_tries_are_left(left: int, sentence: str) -> None:
    assert sentence in rules.wrong_passcode(left).sentence


@pytest.mark.clause("RE-1")
@pytest.mark.parametrize(
    ("kind", "field", "value", "reason", "code"),
    [
        ("completion", "receipt", "RM 123", "", None),
        ("correction", "recipient_name", "A. Clerk", "Misspelt", None),
        ("completion", "recipient_name", "A. Clerk", "", "not-a-field"),
        ("correction", "sha256", "0", "Wrong", "not-a-field"),
        ("completion", "receipt", " ", "", "blank"),
        ("correction", "recipient_name", "A. Clerk", " ", "no-reason"),
    ],
)
def test_a_line_is_completed_or_corrected_and_never_changed(kind: str, field: str, value: str, reason: str, code: str | None) -> None:
    refusal = rules.refuse_note(kind, field, value, reason)
    assert (refusal and refusal.code) == code
