"""The three doors of keeping, each with what stands behind it."""

from datetime import date
from typing import Any

from django.urls import reverse

from callgov.ui.formats import counted
from callgov.ui.parts import Link
from recordings.keeping.queries import disposals, holds, schedule


def page(today: date) -> dict[str, Any]:
    """How many classes, holds and batches there are, and what of them waits."""
    changes, reviews = schedule.open_changes().count(), holds.to_review(today).count()
    waiting, running = disposals.waiting().count(), len(disposals.authorised())
    schedule_waits = f"{counted(changes, 'change')} proposed" if changes else ""
    holds_wait = f"{counted(reviews, 'review')} due" if reviews else ""
    return {
        "doors": [
            _door("Retention schedule", "retention_schedule", "How long each kind of recording is kept, and why.", schedule_waits),
            _door("Legal holds", "holds", f"{counted(holds.live_holds().count(), 'hold')} in force.", holds_wait),
            _door("Destruction", "disposals", "What is due, what was authorised, and the certificates.", _batches(waiting, running)),
        ]
    }  # fmt: skip


def _batches(waiting: int, running: int) -> str:
    said = [f"{counted(waiting, 'batch', 'batches')} waiting for authority"] if waiting else []
    return ", ".join(said + ([f"{counted(running, 'batch', 'batches')} being destroyed"] if running else []))


def _door(words: str, url_name: str, line: str, waits: str) -> dict[str, Any]:
    return {"link": Link(words, reverse(url_name)), "line": line, "waits": waits}
