"""The command: which cases there are, what it prints and writes, and how it ends. With made-up measures and no database of its own."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from callgov.bench.cases import CASES
from callgov.bench.harness import Comparison
from callgov.management.commands import bench

GOOD = Comparison("good", goal=2, product=1, floor=1, unit="queries", counted=True)
BAD = Comparison("bad", goal=2, product=3, floor=1, unit="queries", counted=True)

Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Runs the command over two made-up cases and returns what it printed."""
    monkeypatch.setattr(bench, "CASES", {"good": lambda: [GOOD], "bad": lambda: [BAD]})
    monkeypatch.setattr(bench, "practice", nullcontext)
    monkeypatch.setattr(bench, "own_broker", nullcontext)

    def run(*arguments: str) -> str:
        out = StringIO()
        call_command("bench", *arguments, stdout=out)
        return out.getvalue()

    return run


def test_there_is_one_case_a_subject() -> None:
    assert set(CASES) == {
        "intake", "vault", "player", "bulk", "trail", "acts", "verify", "search", "pages", "load", "destruction", "release", "audits",
    }  # fmt: skip


def test_a_case_that_does_not_exist_is_refused_with_the_names_of_those_that_do() -> None:
    with pytest.raises(CommandError, match=r"There is no case loud\. Choose from release, intake, "):
        call_command("bench", "loud")


def test_only_the_cases_asked_for_are_measured(told: Told) -> None:
    header, line = told("good").splitlines()
    assert header.startswith("case")
    assert line.startswith("good")


def test_a_goal_that_is_missed_ends_the_command_with_an_error_that_names_it(told: Told) -> None:
    with pytest.raises(CommandError, match="Missed: bad"):
        told()


def test_the_file_is_a_list_with_each_case_its_ratio_its_goal_and_whether_it_holds(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    with pytest.raises(CommandError):
        told("--json", str(path))
    figures = [(one["case"], one["ratio"], one["goal"], one["holds"]) for one in json.loads(path.read_text())]
    assert figures == [("good", 1, 2, True), ("bad", 3, 2, False)]
