"""Who is told and who may settle a breach: neither lead can be left out, and nobody lowers alone what the grid asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breaches import rules
from breaches.grid import Outcome
from breaches.models import Verdict, Whom
from breaches.rules import Bench, Lead, Progress, Said, Version, standing, whom_to_tell
from callgov.roles import Role

REPORTER, MANAGER, IG, IG_DEPUTY, DPO, DPO_DEPUTY, PM, NOBODY = 1, 2, 3, 4, 5, 6, 7, frozenset()
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def people(*ids: int) -> frozenset[int]:
    return frozenset(ids)


# The literal table: who is here, who reports, who is told for each receipt.
TABLE = [
    ("all are here", Bench(MANAGER, people(IG), people(DPO), people(PM)), REPORTER,
     {"line_manager": people(MANAGER), "ig_lead": people(IG), "dpo": people(DPO)}),
    ("deputies are told as well", Bench(MANAGER, people(IG, IG_DEPUTY), people(DPO, DPO_DEPUTY), people(PM)), REPORTER,
     {"line_manager": people(MANAGER), "ig_lead": people(IG, IG_DEPUTY), "dpo": people(DPO, DPO_DEPUTY)}),
    ("the lead is away, a deputy is named", Bench(MANAGER, people(IG_DEPUTY), people(DPO), people(PM)), REPORTER,
     {"line_manager": people(MANAGER), "ig_lead": people(IG_DEPUTY), "dpo": people(DPO)}),
    ("nobody is Information Governance Lead", Bench(MANAGER, NOBODY, people(DPO), people(PM)), REPORTER,
     {"line_manager": people(MANAGER), "ig_lead": people(PM), "dpo": people(DPO)}),
    ("nobody is Data Protection Officer", Bench(MANAGER, people(IG), NOBODY, people(PM)), REPORTER,
     {"line_manager": people(MANAGER), "ig_lead": people(IG), "dpo": people(PM)}),
    ("nobody is anything", Bench(), REPORTER, {"ig_lead": NOBODY, "dpo": NOBODY}),
    ("no line manager", Bench(None, people(IG), people(DPO), people(PM)), REPORTER, {"ig_lead": people(IG), "dpo": people(DPO)}),
    ("the line manager is the lead", Bench(IG, people(IG), people(DPO), people(PM)), REPORTER,
     {"line_manager": people(IG), "ig_lead": people(IG), "dpo": people(DPO)}),
    ("the only lead reports", Bench(MANAGER, people(IG), people(DPO), people(PM)), IG,
     {"line_manager": people(MANAGER), "ig_lead": people(IG, PM), "dpo": people(DPO)}),
    ("a lead with a deputy reports", Bench(MANAGER, people(IG, IG_DEPUTY), people(DPO), people(PM)), IG,
     {"line_manager": people(MANAGER), "ig_lead": people(IG, IG_DEPUTY), "dpo": people(DPO)}),
    ("the officer reports", Bench(None, people(IG), people(DPO), people(PM)), DPO, {"ig_lead": people(IG), "dpo": people(DPO, PM)}),
    ("the service reports", Bench(None, people(IG), people(DPO), people(PM)), None, {"ig_lead": people(IG), "dpo": people(DPO)}),
]  # fmt: skip


@pytest.mark.clause("BR-1")
@pytest.mark.clause("BR-2")
@pytest.mark.parametrize(("bench", "reporter", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_is_told(bench: Bench, reporter: int | None, told: dict[str, frozenset[int]]) -> None:
    assert whom_to_tell(bench, reporter) == {Whom(whom): ids for whom, ids in told.items()}


ids = st.frozensets(st.integers(1, 8), max_size=4)
benches = st.builds(Bench, st.none() | st.integers(1, 8), ids, ids, ids)


@pytest.mark.clause("BR-2")
@given(benches, st.none() | st.integers(1, 8))
def test_neither_lead_is_ever_left_out(bench: Bench, reporter: int | None) -> None:
    told = whom_to_tell(bench, reporter)
    assert {Whom.IG_LEAD, Whom.DPO} <= set(told)
    for whom, holders in ((Whom.IG_LEAD, bench.ig_leads), (Whom.DPO, bench.dpos)):
        assert holders <= told[whom]
        assert told[whom] - {reporter} or not (holders | bench.namers) - {reporter}


@pytest.mark.clause("BR-2")
@given(st.sampled_from(Whom), st.frozensets(st.sampled_from(Role)), ids, st.integers(1, 8))
def test_a_receipt_is_confirmed_by_nobody_else(whom: Whom, roles: frozenset[Role], told: frozenset[int], person: int) -> None:
    may = rules.refuse_receipt(whom, person, roles, told) is None
    assert may == (person in told if whom is Whom.LINE_MANAGER else rules.LEADS[whom] in roles)


# Deciding

outcomes = st.sampled_from(Outcome)
saids = st.builds(Said, st.sampled_from([Whom.IG_LEAD, Whom.DPO]), st.sampled_from(Verdict), st.integers(1, 3))
versions = st.lists(st.builds(Version, outcomes, st.lists(saids, max_size=4).map(tuple)), max_size=4)


@pytest.mark.clause("BR-2")
@pytest.mark.clause("BR-3")
@given(versions)
def test_nothing_is_lowered_without_two_people_in_both_roles(history: list[Version]) -> None:
    stands = standing(history)
    asked = any(version.outcome is not Outcome.NONE for version in history)
    if stands is Verdict.NOT_A_BREACH or (stands is Verdict.NOT_NOTIFY and asked):
        latest = {said.role: said for said in history[-1].said}
        assert len({said.person for said in latest.values()}) == 2
        assert Verdict.NOTIFY not in {said.verdict for said in latest.values()}


@pytest.mark.clause("BR-3")
@given(versions, st.sampled_from([Whom.IG_LEAD, Whom.DPO]), st.integers(1, 3))
def test_either_lead_raises_it_at_any_time(history: list[Version], role: Whom, person: int) -> None:
    if not history:
        return
    *before, last = history
    raised = [*before, Version(last.outcome, (*last.said, Said(role, Verdict.NOTIFY, person)))]
    assert standing(raised) is Verdict.NOTIFY


def said(role: Whom, verdict: Verdict, person: int = 0) -> Said:
    return Said(role, verdict, person or (IG if role is Whom.IG_LEAD else DPO))


IG_NO, DPO_NO = said(Whom.IG_LEAD, Verdict.NOT_NOTIFY), said(Whom.DPO, Verdict.NOT_NOTIFY)
IG_YES, IG_NONE, DPO_NONE = (
    said(Whom.IG_LEAD, Verdict.NOTIFY), said(Whom.IG_LEAD, Verdict.NOT_A_BREACH), said(Whom.DPO, Verdict.NOT_A_BREACH),
)  # fmt: skip
NONE, ICO = Outcome.NONE, Outcome.ICO
STANDINGS = [
    ("nothing said", [Version(ICO)], None),
    ("the grid asks for nothing, one lead agrees", [Version(NONE, (IG_NO,))], Verdict.NOT_NOTIFY),
    ("the officer alone may agree too", [Version(NONE, (DPO_NO,))], Verdict.NOT_NOTIFY),
    ("the grid asks for it, one lead is not enough", [Version(ICO, (IG_NO,))], None),
    ("both leads", [Version(ICO, (IG_NO, DPO_NO))], Verdict.NOT_NOTIFY),
    ("one person in both roles is one", [Version(ICO, (IG_NO, said(Whom.DPO, Verdict.NOT_NOTIFY, IG)))], None),
    ("raising against the grid", [Version(NONE, (IG_YES,))], Verdict.NOTIFY),
    ("one raises, the other would not", [Version(NONE, (IG_YES, DPO_NO))], Verdict.NOTIFY),
    ("who raised it does not lower it alone", [Version(NONE, (IG_YES, IG_NO))], Verdict.NOTIFY),
    ("of each lead the latest word counts", [Version(NONE, (IG_YES, IG_NO, DPO_NO))], Verdict.NOT_NOTIFY),
    ("a lower assessment lowers nothing alone", [Version(ICO), Version(NONE, (IG_NO,))], None),
    ("a lower assessment and both", [Version(ICO), Version(NONE, (IG_NO, DPO_NO))], Verdict.NOT_NOTIFY),
    ("what was to be reported stays so", [Version(NONE, (IG_YES,)), Version(NONE)], Verdict.NOTIFY),
    ("what was to be reported is not undone by one", [Version(NONE, (IG_YES,)), Version(NONE, (DPO_NO,))], Verdict.NOTIFY),
    ("and is by both", [Version(NONE, (IG_YES,)), Version(NONE, (DPO_NO, IG_NO))], Verdict.NOT_NOTIFY),
    ("an earlier no does not carry over", [Version(ICO, (IG_NO, DPO_NO)), Version(ICO)], None),
    ("not a breach needs both", [Version(NONE, (IG_NONE,))], None),
    ("both say not a breach", [Version(NONE, (IG_NONE, DPO_NONE))], Verdict.NOT_A_BREACH),
    ("one says no breach, the other do not report", [Version(ICO, (IG_NONE, DPO_NO))], Verdict.NOT_NOTIFY),
]


@pytest.mark.clause("BR-3")
@pytest.mark.parametrize(("history", "stands"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS])
def test_what_stands_decided(history: list[Version], stands: Verdict | None) -> None:
    assert standing(history) is stands


def test_whose_word_is_waited_for() -> None:
    assert rules.waits_for([Version(ICO, (IG_NO,))]) is Whom.DPO
    assert rules.waits_for([Version(ICO, (DPO_NO,))]) is Whom.IG_LEAD
    assert rules.waits_for([Version(NONE, (IG_NO,))]) is None
    assert rules.waits_for([]) is None


LEAD = Lead(IG, Whom.IG_LEAD)
ASSESSED = [Version(ICO)]


@pytest.mark.clause("BR-2")
@pytest.mark.parametrize(
    ("verdict", "lead", "history", "reasons", "refusal"),
    [
        (Verdict.NOT_NOTIFY, LEAD, ASSESSED, "why", None),
        (Verdict.NOT_NOTIFY, Lead(9, None), ASSESSED, "why", rules.NOT_A_LEAD),
        (Verdict.NOT_NOTIFY, LEAD, [], "why", rules.ASSESS_FIRST),
        (Verdict.NOT_NOTIFY, LEAD, ASSESSED, "  ", rules.NO_REASON),
        (Verdict.NOT_NOTIFY, Lead(IG, Whom.IG_LEAD, involved=True), ASSESSED, "why", rules.INVOLVED),
        (Verdict.NOT_A_BREACH, Lead(IG, Whom.IG_LEAD, reporter=True), ASSESSED, "why", rules.REPORTED_BY_YOU),
        (Verdict.NOTIFY, Lead(IG, Whom.IG_LEAD, involved=True, reporter=True), ASSESSED, "why", None),
        (Verdict.NOT_NOTIFY, Lead(IG, Whom.DPO), [Version(ICO, (IG_NO,))], "why", rules.BOTH_ROLES),
    ],
)
def test_who_may_decide_what(verdict: Verdict, lead: Lead, history: list[Version], reasons: str, refusal: object) -> None:
    assert rules.refuse_verdict(verdict, lead, history, reasons) is refusal


def test_a_lead_is_known_by_the_role_of_the_day() -> None:
    assert rules.lead_of(IG, {Role.IG_LEAD}, [IG], IG) == Lead(IG, Whom.IG_LEAD, involved=True, reporter=True)
    assert rules.lead_of(DPO, {Role.DPO, Role.PARTNER}, [], None) == Lead(DPO, Whom.DPO)
    assert rules.lead_of(9, {Role.STAFF}, [], 9).role is None


# When we became aware


@pytest.mark.clause("BR-3")
def test_the_clock_starts_with_the_report_unless_the_reporter_was_certain_before() -> None:
    earlier = NOW - timedelta(hours=5)
    assert rules.aware_at(noticed_at=earlier, reported_at=NOW, was_certain=False) == NOW
    assert rules.aware_at(noticed_at=earlier, reported_at=NOW, was_certain=True) == earlier


LATER, EARLIER = NOW - timedelta(hours=1), NOW - timedelta(hours=3)
SET = NOW - timedelta(hours=2)


@pytest.mark.clause("BR-3")
@pytest.mark.parametrize(
    ("after", "lead", "reason", "refusal"),
    [
        (EARLIER, LEAD, "why", None),
        (EARLIER, Lead(DPO, Whom.DPO), "why", None),
        (EARLIER, Lead(DPO, Whom.DPO, involved=True), "why", None),
        (LATER, LEAD, "why", None),
        (LATER, Lead(DPO, Whom.DPO), "why", rules.LATER_IS_IG_LEADS),
        (LATER, Lead(IG, Whom.IG_LEAD, involved=True), "why", rules.INVOLVED),
        (LATER, LEAD, "", rules.NO_REASON),
        (SET, LEAD, "why", rules.SAME_TIME),
        (NOW + timedelta(minutes=1), LEAD, "why", rules.IN_FUTURE),
    ],
)
def test_who_moves_the_start(after: datetime, lead: Lead, reason: str, refusal: object) -> None:
    assert rules.refuse_moving(before=SET, after=after, now=NOW, lead=lead, reason=reason) is refusal


# Reporting and closing


@pytest.mark.clause("BR-3")
def test_what_is_late_says_why() -> None:
    late = {"submitted_at": NOW, "ends_at": NOW - timedelta(hours=1), "now": NOW}
    assert rules.refuse_submission(**late, late_reason=" ") is rules.LATE_SAYS_WHY
    assert rules.refuse_submission(**late, late_reason="We looked into it first.") is None
    assert rules.refuse_submission(submitted_at=NOW, ends_at=NOW, now=NOW, late_reason="") is None
    assert rules.refuse_submission(submitted_at=NOW + timedelta(1), ends_at=NOW, now=NOW, late_reason="x") is rules.IN_FUTURE


DONE = {
    "receipts": {"ig_lead": True, "dpo": True, "line_manager": False}, "described": True, "verdict": Verdict.NOT_NOTIFY, "submitted": False,
    "high_risk": False, "was_high_risk": False, "ways": [], "actions_open": 0,
}  # fmt: skip


@pytest.mark.clause("BR-2")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receipts": {"dpo": True}}, "no-receipt-ig_lead"),
        ({"receipts": {"ig_lead": True, "dpo": False}}, "no-receipt-dpo"),
        ({"described": False}, "not-described"),
        ({"verdict": None}, "not-decided"),
        ({"verdict": Verdict.NOTIFY}, "not-submitted"),
        ({"high_risk": True, "was_high_risk": True}, "people-not-told"),
        ({"was_high_risk": True}, "people-not-told"),
        ({"high_risk": True, "was_high_risk": True, "ways": ["not_high"]}, "risk-is-high"),
        ({"actions_open": 1}, "actions-open"),
    ],
)
def test_what_is_missing_before_it_is_closed(change: dict[str, object], code: str) -> None:
    assert [refusal.code for refusal in rules.missing_for_closing(Progress(**{**DONE, **change}))] == [code]  # type: ignore[arg-type]


@pytest.mark.clause("BR-3")
def test_a_complete_breach_is_closed_by_a_lead_with_what_was_learnt() -> None:
    progress = Progress(**DONE)  # type: ignore[arg-type]
    assert rules.refuse_closing(LEAD, progress, "We check twice.") is None
    assert rules.refuse_closing(Lead(IG, Whom.IG_LEAD, involved=True), progress, "x") is rules.INVOLVED
    assert rules.refuse_closing(Lead(9, None), progress, "x") is rules.NOT_A_LEAD
    no_learning = rules.refuse_closing(LEAD, progress, " ")
    assert no_learning is not None
    assert no_learning.code == "no-learning"
    told = Progress(**{**DONE, "high_risk": True, "was_high_risk": True, "ways": ["letter"]})  # type: ignore[arg-type]
    assert rules.refuse_closing(LEAD, told, "x") is None
    incomplete = rules.refuse_closing(LEAD, Progress(**{**DONE, "described": False}), "x")  # type: ignore[arg-type]
    assert incomplete is rules.DESCRIBE_FIRST


def test_an_action_is_done_by_its_owner_or_a_lead() -> None:
    assert rules.refuse_done(9, 9, Lead(9, None)) is None
    assert rules.refuse_done(IG, 9, LEAD) is None
    assert rules.refuse_done(8, 9, Lead(8, None)) is rules.NOT_OWNER
