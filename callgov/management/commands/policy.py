"""Prints each clause with what enforces it and which tests prove it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callgov.about.proof import Proof, proofs


class Command(BaseCommand):
    """The policy as code, and its proof. Exit 1 when a clause that is claimed lacks an enforcer or a test."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json` for programs."""
        parser.add_argument("--json", action="store_true", help="a list of {id, title, enforced_by, tests}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the whole policy, then fail if a claim is bare."""
        rows = [_row(proof) for proof in proofs()]
        self.stdout.write(json.dumps(rows, indent=1) if options["json"] else "\n".join(_lines(rows)))
        bare = [row["id"] for row in rows if row["claimed"] and not (row["enforced_by"] and row["tests"])]
        if bare:
            raise CommandError(f"Claimed, but without an enforcing rule or without a test: {', '.join(bare)}")


def _row(proof: Proof) -> dict[str, Any]:
    clause = proof.clause
    return {"id": clause.id, "title": clause.title, "claimed": clause.claimed, "enforced_by": proof.enforced_by, "tests": proof.tests}


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"{row['id']:6} {row['title']}"
        if not row["claimed"]:
            yield "       not built yet"
            continue
        yield from (f"       enforced by  {name}" for name in row["enforced_by"])
        yield f"       proved by    {len(row['tests'])} tests" + (f", first {row['tests'][0]}" if row["tests"] else "")
