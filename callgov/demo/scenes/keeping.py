"""Keeping in the demo: a schedule, a change of it that waits, a hold whose review is late, a destruction done and one that waits."""

import csv
import shutil
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.intake.services import import_path
from recordings.keeping import services
from recordings.models import AtEnd, DisposalBatch, HoldKind, Recording, RetentionClass

CALLS = Path(__file__).parent.parent / "calls"
COLUMNS = ("file", "started_at", "direction", "extension", "external_number", "call_id")
MONTHS = 36  # how long the demo's line keeps its calls
# Calls of long ago: which sound, how many days after their last day it is now, from which number, and the telephone system's id.
OLD = (
    ("booking.mp3", 40, "07700 900217", "RS-00901"),
    ("abusive.mp3", 33, "07700 900644", "RS-00902"),
    ("booking.mp3", 30, "01632 960311", "RS-00903"),
    ("abusive.mp3", 6, "07700 900388", "RS-00904"),
    ("booking.mp3", 3, "07700 900702", "RS-00905"),
)
HELD = "RS-00903"


def seed_keeping(people: dict[str, User], now: datetime) -> None:
    """Called once by the demo's seed, after people and lines are there."""
    lead, manager = people["priya"], people["grace"]
    with as_job(Job.SEED, reason="The demo's practice"):
        _old_calls(now)
    with acting_as(lead):
        services.adopt_defaults(actor=lead, now=now - timedelta(days=60))
        _claim(lead, now - timedelta(days=80))
    _destroyed(lead, now - timedelta(days=25))
    _waiting(manager, now - timedelta(days=1))


def _old_calls(now: datetime) -> None:
    """Five calls whose time has come, by a manifest, as a practice brings its archive in."""
    with tempfile.TemporaryDirectory(prefix="callgov-demo-") as name:
        folder = Path(name)
        with (folder / "manifest.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for number, (sound, days, outside, call_id) in enumerate(OLD):
                kept = f"{number}-{sound}"
                shutil.copy(CALLS / sound, folder / kept)
                writer.writerow((kept, _started(now, days), "incoming", "201", outside, call_id))
        import_path(paths=[folder], now=now)


def _started(now: datetime, days: int) -> str:
    day = clock.add_months(clock.local_day(now) - timedelta(days=days), -MONTHS)
    instant = clock.local_instant(day, time(10, 12))
    assert instant is not None, "the clocks never jump in the middle of the day"
    return instant.isoformat()


def _claim(lead: User, at: datetime) -> None:
    """A claim that came in while the call was still kept; somebody should have looked at it again last week."""
    held = Recording.objects.filter(source_key=HELD).values_list("pk", flat=True)
    services.place_hold_by_hand(
        kind=HoldKind.CLAIM, case_reference="CLAIM-2026-03", recordings=list(held), actor=lead, now=at,
        reason="Solicitors have asked about advice given on the telephone.", review_on=clock.local_day(at) + timedelta(days=72),
    )  # fmt: skip


def _destroyed(lead: User, at: datetime) -> None:
    """What was due last month: proposed by the schedule, authorised, destroyed, with certificates."""
    with as_job(Job.RETENTION):
        batch = services.propose_scheduled(now=at)
    assert batch is not None
    with acting_as(lead):
        count = batch.items.filter(state="planned").count()
        services.authorise(reference=batch.reference, count=count, actor=lead, reason="The sample was as it should be.", now=at)
    services.carry_out(reference=batch.reference, now=at + timedelta(minutes=4))


def _waiting(manager: User, at: datetime) -> DisposalBatch:
    """What is due now waits for the Lead, and so does a shorter time for routine calls."""
    kept = RetentionClass.objects.get(name="Routine call audio")
    with acting_as(manager):
        services.propose_change(
            class_id=kept.pk, months=24, at_end=AtEnd.DESTROY, actor=manager, now=at,
            basis="Two years: complaints about calls have always come within eighteen months.",
            reason="We were asked to keep recordings no longer than we need them.",
        )  # fmt: skip
        return services.propose_due(actor=manager, now=at)
