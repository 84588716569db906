"""What enforces and what proves each clause of the policy, read from the code itself."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from callgov.policy import CLAUSES, Clause, enforcers_of

PACKAGES = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")
_SETUP = ("commandline", "embedded", "postgres", "pytest_services")  # not there in a practice's container
_SKIP = ("migrations", "management", "demo", "celery", "wsgi", "urls", "bench", "settings", *_SETUP)


@dataclass(frozen=True)
class Proof:
    """A clause, the code and constraints that enforce it, and its tests by name: none where the tests were not shipped."""

    clause: Clause
    enforced_by: list[str]
    tests: list[str]


def proofs() -> list[Proof]:
    """Every clause in the policy's order."""
    import_everything()
    tests = _shipped_tests()
    return [Proof(clause, enforcers_of(clause.id), tests.get(clause.id, [])) for clause in CLAUSES.values()]


@cache
def _shipped_tests() -> dict[str, list[str]]:
    return tests_by_clause(Path(settings.BASE_DIR) / "tests")


@cache
def import_everything() -> None:
    """Import every module of the product, so that all marks are known."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(part in _SKIP for part in module.name.split(".")):
                importlib.import_module(module.name)


def tests_by_clause(folder: Path) -> dict[str, list[str]]:
    """Every test that carries a clause's mark, read from the syntax trees (module marks count for all tests of their module)."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        everywhere = [
            clause for node in tree.body if isinstance(node, ast.Assign) and _names(node) == ["pytestmark"] for clause in _clauses(node)
        ]
        for test in _tests(tree):
            for clause in sorted({*everywhere, *(clause for mark in test.decorator_list for clause in _clauses(mark))}):
                found.setdefault(clause, []).append(f"{path.relative_to(folder.parent)}::{test.name}")
    return found


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def _clauses(node: ast.AST) -> Iterator[str]:
    """The ids in every `pytest.mark.clause(...)` call inside a node."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause":
            yield from (str(argument.value) for argument in call.args if isinstance(argument, ast.Constant))
