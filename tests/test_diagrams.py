"""The diagrams of the documentation are drawn from the tables, and the check notices when they are not."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from access_requests.models import State
from access_requests.routes import ROUTES
from access_requests.workflow import TRANSITIONS
from callgov import diagrams
from callgov.roles import Role
from callgov.workflow import Relation, Route, Step

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "architecture.md"


def test_the_document_agrees_with_the_code(capsys: pytest.CaptureFixture[str]):
    call_command("diagrams", "--check")
    assert "agrees with the code" in capsys.readouterr().out


def test_a_diagram_that_is_out_of_date_is_noticed_and_drawn_anew(tmp_path: Path):
    document = tmp_path / "architecture.md"
    document.write_text(DOCUMENT.read_text().replace("Withdraw this request", "Take it back"))
    with pytest.raises(CommandError, match="out of date"):
        call_command("diagrams", "--check", "--document", str(document))
    call_command("diagrams", "--document", str(document))
    assert document.read_text() == DOCUMENT.read_text()


def test_a_diagram_without_a_place_is_asked_for_by_name(tmp_path: Path):
    document = tmp_path / "architecture.md"
    document.write_text("No diagrams here.")
    with pytest.raises(CommandError, match="<!-- diagram: floors -->"):
        call_command("diagrams", "--document", str(document))


def test_a_place_for_a_diagram_that_nothing_draws_is_refused(tmp_path: Path):
    document = tmp_path / "architecture.md"
    document.write_text(DOCUMENT.read_text() + "<!-- diagram: castles -->\n<!-- end -->\n")
    with pytest.raises(CommandError, match="Nothing draws the diagram castles"):
        call_command("diagrams", "--document", str(document))


def test_every_transition_is_drawn_once():
    drawn = diagrams.states(State, TRANSITIONS).splitlines()
    arrows = [line.strip() for line in drawn if "-->" in line and ": " in line]
    assert sorted(arrows) == sorted(
        f"{source} --> {move.target}: {move.words}" for move in TRANSITIONS for source in sorted(move.sources) or ["[*]"]
    )
    assert "    withdrawn --> [*]" in drawn
    assert "    sent --> [*]" not in drawn


def test_a_route_is_drawn_in_its_order():
    two = Route("own", "Own call", (Step("lm", Relation.LINE_MANAGER, "", "", ""), Step("ig-lead", Role.IG_LEAD, "", "", "No")))
    drawn = diagrams.routes([two])
    arrows = re.findall(r"(own_\w+) -->(?:\|\w+\|)? (own_\w+)", drawn)
    yes = [("own_asked", "own_lm"), ("own_lm", "own_ig_lead"), ("own_ig_lead", "own_approved")]
    assert arrows == [*yes, ("own_ig_lead", "own_refused")]  # a step without a no is only passed on


def test_every_route_is_drawn():
    assert all(route.title in diagrams.routes(ROUTES.values()) for route in ROUTES.values())


def test_the_floors_point_down_only():
    drawn = diagrams.floors(Path(settings.BASE_DIR) / "pyproject.toml")
    assert "breaches --> register" in drawn
    assert "audits --> recordings" in drawn
    assert "access_requests --> audits" not in drawn
