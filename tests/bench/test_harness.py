"""What the bench says about figures, with made-up measures: nothing here takes time."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from callgov.bench import harness
from callgov.bench.harness import Case, Comparison, Figure, against, measured, table

FAST = Comparison("fast", goal=1.2, product=0.011, floor=0.010)
SLOW = Comparison("slow", goal=1.2, product=0.013, floor=0.010)
RATE = Comparison("rate", goal=0.85, product=900, floor=1000, unit="rows/s", at_least=True)


def case_of(*found: Comparison) -> Case:
    return lambda: found


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> "Machine":
    return Machine(monkeypatch)


class Machine:
    """A machine whose yardstick takes what the test says, before and after."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.takes(1.0, 1.0)

    def takes(self, before: float, after: float) -> None:
        looks: Iterator[float] = iter((before, after))
        self._monkeypatch.setattr(harness, "yardstick", lambda: next(looks))


def judged(*found: Comparison) -> list[bool | None]:
    return [figure.holds for figure in measured(case_of(*found))]


def test_a_product_under_its_goal_holds_and_one_over_it_does_not(machine: Machine) -> None:
    assert judged(FAST, SLOW) == [True, False]


def test_exactly_on_the_goal_holds() -> None:
    assert Comparison("even", goal=1.0, product=7, floor=7).holds


def test_a_rate_must_reach_its_goal_instead_of_staying_under_it(machine: Machine) -> None:
    lower = Comparison("rate", goal=0.85, product=800, floor=1000, at_least=True)
    assert judged(RATE, lower) == [True, False]


def test_not_one_error_is_allowed_where_the_goal_is_none() -> None:
    assert Comparison("errors", goal=0.0, product=0, floor=300).holds
    assert not Comparison("errors", goal=0.0, product=1, floor=300).holds


@pytest.mark.parametrize(("before", "after"), [(1.0, 1.31), (1.31, 1.0)])
def test_there_is_no_verdict_on_a_machine_that_moved(machine: Machine, before: float, after: float) -> None:
    machine.takes(before, after)
    assert judged(FAST, SLOW) == [None, None]


def test_a_machine_that_moved_a_little_is_judged(machine: Machine) -> None:
    machine.takes(1.0, 1.3)
    assert judged(FAST) == [True]


def test_counts_are_judged_whatever_the_machine_does(machine: Machine) -> None:
    machine.takes(1.0, 9.0)
    queries = Comparison("queries", goal=1.0, product=11, floor=10, unit="queries", counted=True)
    assert judged(queries, FAST) == [False, None]


def test_the_yardstick_is_looked_at_once_before_and_once_after(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(harness, "yardstick", lambda: order.append("yardstick") or 1.0)
    measured(lambda: order.append("case") or [FAST])
    assert order == ["yardstick", "case", "yardstick"]


def test_product_and_floor_take_turns_after_one_round_that_does_not_count() -> None:
    turns: list[str] = []
    against(lambda: turns.append("product"), lambda: turns.append("floor"), rounds=3)
    assert turns == ["product", "floor"] * 4


def test_the_table_says_what_holds_what_is_missed_and_what_has_no_verdict(machine: Machine) -> None:
    figures = measured(case_of(FAST, SLOW))
    machine.takes(1.0, 2.0)
    _, fast, slow, rate = table([*figures, *measured(case_of(RATE))])
    assert ("holds" in fast, "MISSED" in slow, "no verdict" in rate) == (True, True, True)


def test_the_table_shows_seconds_in_milliseconds_and_the_rest_in_its_unit(machine: Machine) -> None:
    _, fast, rate = table(measured(case_of(FAST, RATE)))
    assert "11.00 ms" in fast
    assert "900 rows/s" in rate


def test_every_line_of_the_table_fits_its_columns(machine: Machine) -> None:
    header, *lines = table(measured(case_of(FAST, SLOW, RATE)))
    assert {line.index("yardstick") if "yardstick" in line else header.index("yardstick") for line in [header, *lines]} == {
        header.index("yardstick")
    }
    assert all(line[header.index("yardstick") :].startswith("1.00") for line in lines)


def test_a_figure_goes_into_the_file_with_its_goal_and_verdict(machine: Machine, tmp_path: Path) -> None:
    (figure,) = measured(case_of(FAST))
    read = json.loads(json.dumps([figure.as_dict()]))
    assert read == [
        {
            "case": "fast", "ratio": 1.1, "goal": 1.2, "at_least": False, "holds": True, "product": 0.011, "floor": 0.010, "unit": "s",
            "yardstick": 1.0, "note": "",
        }
    ]  # fmt: skip


def test_no_verdict_is_null_in_the_file(machine: Machine) -> None:
    machine.takes(1.0, 2.0)
    (figure,) = measured(case_of(FAST))
    assert json.loads(json.dumps(figure.as_dict()))["holds"] is None


def test_a_figure_cannot_be_touched_up() -> None:
    figure = Figure("fast", 1.1, 1.2, False, None, 0.011, 0.010, "s", 2.0)
    with pytest.raises(AttributeError):
        figure.holds = True  # type: ignore[misc]
