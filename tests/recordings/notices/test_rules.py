"""What a notice must say, when a channel is red, when legitimate interests hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from callgov.roles import Role
from recordings.channels import NoticeChannel
from recordings.notices import rules
from recordings.notices.rules import Balance, Standing
from recordings.purposes import Article9, LawfulBasis

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.mark.clause("NO-1")
@pytest.mark.clause("NO-3")
@pytest.mark.parametrize(
    ("wording", "why", "refusal"),
    [
        ("We record calls to keep people safe.", "to keep people safe", None),
        ("We record calls\n TO KEEP  people safe. ", "To keep people safe.", None),
        ("We record calls.", "to keep people safe", rules.SAY_WHY),
        ("We record calls.", " . ", rules.SAY_WHY),
        ("  ", "to keep people safe", rules.NO_WORDING),
    ],
)
def test_a_notice_says_why(wording: str, why: str, refusal: object) -> None:
    assert rules.refuse_wording(wording, why) is refusal


AGO = NOW - timedelta(days=30)


@pytest.mark.clause("NO-6")
@pytest.mark.parametrize(
    ("since", "ends", "starts", "refusal"),
    [
        (NOW, [], [], None),
        (AGO, [], [], None),
        (NOW, [None], [AGO], None),
        (NOW + timedelta(seconds=1), [], [], rules.STARTS_AHEAD),
        (AGO, [None], [NOW - timedelta(days=1)], rules.STARTS_BEFORE_ANOTHER),
        (AGO, [NOW - timedelta(days=1)], [NOW - timedelta(days=60)], rules.STARTS_BEFORE_ANOTHER),
        (AGO, [AGO], [NOW - timedelta(days=60)], None),
    ],
)
def test_no_two_wordings_of_a_channel_share_a_time(since: datetime, ends: list, starts: list, refusal: object) -> None:
    assert rules.refuse_start(since, NOW, ends, starts) is refusal


def test_what_is_spoken_is_tried_each_month_and_text_each_year() -> None:
    assert rules.next_test("telephone", date(2026, 1, 31)) == date(2026, 2, 28)
    assert rules.next_test("website", date(2026, 1, 31)) == date(2027, 1, 31)


def test_a_test_was_made_and_says_how_it_failed() -> None:
    assert rules.refuse_test(TODAY, TODAY, clear=True, note="") is None
    assert rules.refuse_test(TODAY + timedelta(days=1), TODAY, clear=True, note="") is rules.TEST_AHEAD
    assert rules.refuse_test(TODAY, TODAY, clear=False, note=" ") is rules.SAY_HOW
    assert rules.refuse_test(TODAY, TODAY, clear=False, note="Too quiet") is None


@pytest.mark.clause("NO-1")
@pytest.mark.parametrize(
    ("standing", "red"),
    [
        (Standing(NoticeChannel.TELEPHONE, in_use=True, in_force=True), False),
        (Standing(NoticeChannel.TELEPHONE, in_use=True, in_force=False), True),
        (Standing(NoticeChannel.MOBILE, in_use=False, in_force=False), False),
        (Standing(NoticeChannel.TELEPHONE, in_use=True, in_force=True, overdue_since=TODAY), True),
        (Standing(NoticeChannel.TELEPHONE, in_use=True, in_force=True, failed=True), True),
    ],
)
def test_when_a_channel_is_red(standing: Standing, red: bool) -> None:
    assert standing.red is red


@pytest.mark.clause("NO-1")
@pytest.mark.clause("NO-2")
@pytest.mark.clause("NO-3")
def test_what_the_policy_asks_for_is_always_in_use_and_the_rest_when_a_line_has_it() -> None:
    used = {channel for channel in NoticeChannel if rules.in_use(channel, ["browser"], has_notice=channel is NoticeChannel.POSTER)}
    always = {"telephone", "outgoing", "website", "privacy", "staff"}
    assert used == always | {"browser", "poster"}


GOOD = Balance("Ours", "No other way", "They expect it", "Nothing more", "Not an NHS service")


@pytest.mark.clause("LB-1")
@pytest.mark.clause("LB-2")
@pytest.mark.parametrize(
    ("basis", "article9", "balance", "health", "code"),
    [
        (LawfulBasis.PUBLIC_TASK, Article9.HEALTH_CARE, None, True, None),
        (LawfulBasis.PUBLIC_TASK, "", None, True, "no-article-9"),
        (LawfulBasis.PUBLIC_TASK, "", None, False, None),
        ("", "", None, False, "no-lawful-basis"),
        (LawfulBasis.LEGITIMATE_INTERESTS, "", None, False, "balancing-missing"),
        (LawfulBasis.LEGITIMATE_INTERESTS, "", GOOD, False, None),
        (LawfulBasis.LEGITIMATE_INTERESTS, "", Balance(**{**vars(GOOD), "children": " "}), False, "balancing-incomplete"),
        (LawfulBasis.LEGITIMATE_INTERESTS, "", Balance(**{**vars(GOOD), "not_a_public_task": ""}), False, "balancing-incomplete"),
        (LawfulBasis.LEGITIMATE_INTERESTS, "", Balance(**{**vars(GOOD), "overridden": True}), False, "interests-override"),
    ],
)
def test_which_basis_holds(basis: str, article9: str, balance: Balance | None, health: bool, code: str | None) -> None:
    refusal = rules.refuse_basis(basis, article9, balance, health_data=health)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(("review", "state"), [(None, "Missing"), (TODAY, "Done"), (TODAY - timedelta(days=1), "Late")])
def test_how_an_impact_assessment_stands(review: date | None, state: str) -> None:
    assert rules.impact_state(review, TODAY) == state


def test_who_keeps_notices_and_purposes() -> None:
    assert {role for role in Role if rules.refuse_keeper([role]) is None} == {Role.IG_LEAD, Role.PRACTICE_MANAGER}
    assert {role for role in Role if rules.refuse_purpose_keeper([role]) is None} == {Role.IG_LEAD}
