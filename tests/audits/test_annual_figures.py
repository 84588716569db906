"""The collective figures: what they add up to, and that nobody can be told apart in them, by subtraction either. No database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.annual import presenters
from audits.annual.figures import Outcome, figures
from audits.models import CLINICAL, AnnualAudit, RoleGroup
from audits.scoring import Tally
from audits.tool import POLICY_CRITERIA

pytestmark = pytest.mark.clause("AU-7")

CORE = [one.code for one in POLICY_CRITERIA if not one.clinical]
ALL = [one.code for one in POLICY_CRITERIA]


def outcome(person: int, group: str, *, passed: bool = True, again: bool = False, met: int = 3) -> Outcome:
    codes = ALL if group in CLINICAL else CORE
    return Outcome(person, group, {code: Tally(met, 3) for code in codes}, passed, again)


def practice(**groups: int) -> list[Outcome]:
    """So many people in each group, one audit each."""
    names = [group for group, people in groups.items() for _ in range(people)]
    return [outcome(person, group) for person, group in enumerate(names)]


def shown(found: dict[str, Any]) -> set[str]:
    return {name for name, group in found["groups"].items() if group is not None}


def test_the_figures_add_up() -> None:
    found = figures([*practice(reception=6), outcome(9, "nursing", passed=False, met=1)], 3)
    assert found["whole"]["audits"] == 7
    assert found["whole"]["passed"] == 6
    assert found["whole"]["criteria"]["identity"] == [19, 21]


def test_a_small_practice_has_no_figures_at_all() -> None:
    assert figures(practice(reception=4), 5) == {"people": None, "smallest": 5}
    assert "Fewer than 5 people" in presenters.page(figures([], 5), 2026, [])["too_small"]


def test_a_small_group_is_not_shown_and_takes_another_with_it() -> None:
    """With 2 nurses left out alone, the whole less the rest would be the two."""
    assert shown(figures(practice(reception=10, doctors=6, nursing=2), 5)) == {"reception"}


def test_two_small_groups_that_are_enough_together_hide_each_other() -> None:
    assert shown(figures(practice(reception=10, doctors=3, nursing=3), 5)) == {"reception"}


def test_large_groups_are_all_shown() -> None:
    found = figures(practice(reception=10, doctors=5, nursing=5), 5)
    assert shown(found) == {"reception", "doctors", "nursing"}
    assert presenters.hidden_words(found) == ""


def test_clinical_criteria_of_few_clinicians_are_not_in_the_whole() -> None:
    assert "consent" not in figures(practice(reception=20, doctors=3), 5)["whole"]["criteria"]


def test_a_criterion_that_few_of_a_shown_group_have_marks_in_is_not_in_the_whole_either() -> None:
    """All less the doctors would be the two."""
    few = [
        Outcome(number, "reception", {"manner": Tally(3, 3), **({"identity": Tally(1, 3)} if number < 2 else {})}, True)
        for number in range(10)
    ]
    found = figures([*few, *[outcome(20 + number, "doctors") for number in range(6)]], 5)
    assert set(found["groups"]["reception"]["criteria"]) == {"manner"}
    assert "identity" in found["groups"]["doctors"]["criteria"]
    assert "identity" not in found["whole"]["criteria"]


def test_each_criterion_is_shown_by_work_but_for_groups_and_criteria_of_few() -> None:
    shown_page = presenters.page(figures(practice(reception=10, doctors=5, nursing=5), 5), 2026, [])
    assert [column.words for column in shown_page["cross_columns"]][:2] == ["Work", POLICY_CRITERIA[0].words]
    assert shown_page["cross"][0] == ["Reception and administration", *["100.0% (30 of 30)"] * 3, *["Not shown"] * 3]
    assert len(shown_page["cross"]) == 3
    assert len(presenters.page(figures(practice(reception=10, doctors=6, nursing=2), 5), 2026, [])["cross"]) == 1


def test_re_audits_of_few_people_are_not_shown() -> None:
    people = practice(reception=10)
    assert figures([*people, outcome(1, "reception", again=True)], 5)["reaudits"] is None
    again = [outcome(one, "reception", again=True) for one in range(5)]
    assert presenters.reaudit_words(figures([*people, *again], 5)) == "Of 5 re-audits, 5 reached the aim; all had been below it before."


groups = st.fixed_dictionaries({group.value: st.integers(0, 9) for group in RoleGroup})


@given(sizes=groups, smallest=st.integers(3, 6))
def test_no_figure_and_no_difference_of_figures_is_about_fewer_people_than_the_smallest_group(sizes: dict[str, int], smallest: int) -> None:
    found = figures(practice(**sizes), smallest)
    if found["people"] is None:
        assert sum(sizes.values()) < smallest
        return
    visible = shown(found)
    hidden = {name for name, people in sizes.items() if people and name not in visible}
    assert all(sizes[name] >= smallest for name in visible)
    assert sum(sizes[name] for name in hidden) not in range(1, smallest) or not visible
    if "consent" in found["whole"]["criteria"]:
        assert sum(sizes[name] for name in CLINICAL) >= smallest
        assert sum(sizes[name] for name in hidden & set(CLINICAL)) not in range(1, smallest)


def test_trends_need_two_years_and_say_what_they_show() -> None:
    before = AnnualAudit(year=2025, version=1, figures=figures([outcome(one, "reception", met=2) for one in range(6)], 5))
    now = figures(practice(reception=6), 5)
    assert presenters.trends(now, 2026, []) == []
    found = presenters.trends(now, 2026, [before])
    assert found[0].says == "Audits that reached the aim: stayed at 100.0%."
    assert found[1].says.endswith("rose from 66.6% to 100.0%.")
    assert found[1].rows == [["2025", "66.6%"], ["2026", "100.0%"]]
    assert "<svg" in found[1].svg
    assert "style=" not in found[1].svg


def test_a_criterion_that_was_not_shown_in_a_year_has_no_point_there() -> None:
    few = AnnualAudit(year=2025, version=1, figures=figures(practice(reception=9, doctors=2), 5))
    found = presenters.trends(figures(practice(reception=9, doctors=6), 5), 2026, [few])
    consent = next(one for one in found if "consent" in one.title)
    assert consent.rows == [["2025", "No result"], ["2026", "100.0%"]]
