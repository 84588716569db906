"""Prints each clause with what enforces it and which tests prove it."""

import ast
import importlib
import json
import pkgutil
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callgov.policy import CLAUSES, Clause, enforcers_of

PACKAGES = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")
_SETUP = ("commandline", "embedded", "postgres", "pytest_services")  # not there in a practice's container
_SKIP = ("migrations", "management", "demo", "celery", "wsgi", "urls", "bench", "settings", *_SETUP)


class Command(BaseCommand):
    """The policy as code, and its proof. Exit 1 when a clause that is claimed lacks an enforcer or a test."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` for programs."""
        parser.add_argument("--json", action="store_true", help="a list of {id, title, enforced_by, tests}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the whole policy, then fail if a claim is bare."""
        import_everything()
        tests = tests_by_clause(Path(settings.BASE_DIR) / "tests")
        rows = [_row(clause, tests) for clause in CLAUSES.values()]
        self.stdout.write(json.dumps(rows, indent=1) if options["json"] else "\n".join(_lines(rows)))
        bare = [row["id"] for row in rows if row["claimed"] and not (row["enforced_by"] and row["tests"])]
        if bare:
            raise CommandError(f"Claimed, but without an enforcing rule or without a test: {', '.join(bare)}")


def _row(clause: Clause, tests: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "id": clause.id, "title": clause.title, "claimed": clause.claimed,
        "enforced_by": enforcers_of(clause.id), "tests": tests.get(clause.id, []),
    }  # fmt: skip


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"{row['id']:6} {row['title']}"
        if not row["claimed"]:
            yield "       not built yet"
            continue
        yield from (f"       enforced by  {name}" for name in row["enforced_by"])
        yield f"       proved by    {len(row['tests'])} tests" + (f", first {row['tests'][0]}" if row["tests"] else "")


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
