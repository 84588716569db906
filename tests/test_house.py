"""The shape of the house, where a linter cannot hold it."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

from callgov.bootstrap import ROOT

FLOORS = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts)
LONGEST_MODULE = 400  # lines
LONGEST_FUNCTION = 40


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_imports_itself_by_a_detour() -> None:
    """Imports inside functions count, so a circle cannot be hidden there."""
    graph = grimp.build_graph(*FLOORS, cache_dir=None)
    order = TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})
    order.prepare()  # raises CycleError, which names the circle


def test_a_module_that_outgrows_its_room_becomes_a_folder() -> None:
    assert [name_of(path) for path in MODULES if len(path.read_text().splitlines()) > LONGEST_MODULE] == []


def test_a_function_fits_on_a_screen() -> None:
    assert [f"{name_of(path)}: {name}" for path in MODULES for name in long_functions(path)] == []


def long_functions(path: Path) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]
