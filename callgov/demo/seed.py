"""Fills an empty database with the demo's practice, through the same services that a practice uses."""

import csv
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from access_requests.grounds import Ground
from access_requests.models import AccessRequest
from access_requests.rules import Asked, Terms
from access_requests.services import decide, send_request
from callgov import clock
from callgov.demo.cast import CAST, PASSWORD, TOTP_SECRET
from callgov.demo.scenes import asking, breaches, custody, notices, rights, silencing, wholeness
from callgov.demo.scenes.audits import audits
from callgov.demo.scenes.keeping import seed_keeping
from callgov.people.models import User
from callgov.people.services.accounts import accept_invitation, invite
from callgov.people.services.roles import name_deputy
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.intake.services import import_path
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose, RetentionClass
from recordings.purposes import Article9, LawfulBasis, ReviewPurpose
from recordings.vault.keyring import create_ring

CALLS = Path(__file__).parent / "calls"
HISTORY = timedelta(days=90)
RECORDS = 33  # calls whose audio is still with the supplier, beside the seven that are held
# Which recorded call happened how many days ago, at what time, on which extension, from which number (Ofcom's drama range).
HELD = (
    ("booking.mp3", 4, time(8, 42), "201", "07700 900461"),
    ("prescription.wav", 6, time(11, 5), "202", "01632 960187"),
    ("results.wav", 9, time(14, 20), "214", "07700 900872"),
    ("complaint.mp3", 3, time(13, 31), "202", "07700 900145"),
    ("referral.opus", 12, time(9, 50), "202", "020 7946 0321"),
    ("abusive.mp3", 2, time(11, 12), "201", "07700 900930"),
    ("consultation.amr", 15, time(16, 4), "221", "07700 900558"),
)
OUTGOING = {"results.wav", "consultation.amr"}
COLUMNS = ("file", "started_at", "direction", "extension", "external_number", "duration_seconds", "line", "parties", "call_id")


def seed(say: Callable[[str], object]) -> None:
    """People, lines, calls and a few requests. `say` is told each stage in a few words."""
    now = clock.now()
    create_ring(settings.VAULT_KEY_RING)
    with as_job(Job.SEED, reason="The demo's practice"):
        say("people")
        people = _people(now - HISTORY)
        say("lines and extensions")
        _lines(people, clock.local_day(now))
        say("notices")
        notices.notices(people, now)
        notices.impact(people, now)
        say("calls")
        _calls(now)
    say("requests")
    _requests(people, now)
    asking.scene(people, now)
    say("audits")
    audits(people, now)
    say("copies that left, and an inspection")
    custody.play(people, now)
    say("keeping and destroying")
    seed_keeping(people, now)
    say("storage")
    wholeness.scene(people, now)
    say("people's rights")
    rights.play(people, now)
    say("silenced parts")
    silencing.scene(people, now)
    say("objections and breaches")
    notices.objections(people, now)
    breaches.closed(people, now)
    breaches.running(people, now)


def _people(since: datetime) -> dict[str, User]:
    people: dict[str, User] = {}
    for character in CAST:
        invited = invite(
            name=character.name, email=character.email, roles=character.roles, actor=None, now=since, job_title=character.job_title,
            line_manager=people.get(character.manager),
        )  # fmt: skip
        people[character.username] = person = accept_invitation(
            token=invited.token, username=character.username, password=PASSWORD, now=since
        )
        TOTP.activate(person, TOTP_SECRET)
        RecoveryCodes.activate(person)
    first, last = clock.local_day(since) + timedelta(days=100), clock.local_day(since) + timedelta(days=110)
    name_deputy(role=Role.IG_LEAD, person=people["anita"], starts_on=first, ends_on=last, actor=None, now=since)
    return people


def _lines(people: dict[str, User], today: date) -> None:
    purpose = ProcessingPurpose.objects.create(
        name="Calls with patients", lawful_basis=LawfulBasis.PUBLIC_TASK, health_data=True, article9=Article9.HEALTH_CARE,
        statement="To keep patients and staff safe, to settle disputes, and to improve how we answer the telephone.",
    )  # fmt: skip
    retention = RetentionClass.objects.create(
        name="Routine call audio",
        months=36,
        basis="The practice's retention schedule: the time within which most complaints and claims are made.",
    )
    line = Line.objects.create(name="Main line", number="+441632960100", purpose=purpose, retention_class=retention, is_default=True)
    for character in CAST:
        if character.extension:
            extension = Extension.objects.create(number=character.extension, label=character.job_title, line=line)
            ExtensionAssignment.objects.create(extension=extension, person=people[character.username], starts_on=today - 2 * HISTORY)


def _calls(now: datetime) -> None:
    """Seven calls with their audio and thirty-three call records, all by one manifest, as a practice would."""
    with tempfile.TemporaryDirectory(prefix="callgov-demo-") as name:
        folder = Path(name)
        for row in HELD:
            shutil.copy(CALLS / row[0], folder / row[0])
        with (folder / "manifest.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_held(now))
            writer.writerows(_records(now))
        import_path(paths=[folder], now=now)


def _held(now: datetime) -> Iterator[tuple[Any, ...]]:
    for number, (name, days, at, extension, outside) in enumerate(HELD, 1):
        direction = "outgoing" if name in OUTGOING else "incoming"
        yield (name, _local(now, days, at), direction, extension, outside, "", "Main line", "", f"RS-{number:05}")


def _records(now: datetime) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(20180806)  # nosec B311: the same practice every time, not a secret
    for number in range(RECORDS):
        at = time(dice.randrange(8, 18), dice.randrange(60), dice.randrange(60))
        outside = f"07700 900{dice.randrange(100, 999)}"
        extension = dice.choice(("201", "202", "203", "214", "220", "221"))
        started, direction = _local(now, dice.randrange(1, HISTORY.days), at), dice.choice(("incoming", "outgoing"))
        yield ("", started, direction, extension, outside, dice.randrange(40, 600), "Main line", "", f"RS-{100 + number:05}")


def _local(now: datetime, days: int, at: time) -> str:
    """A local clock time so many days ago, an hour later where the clocks jumped over it."""
    day = clock.local_day(now) - timedelta(days=days)
    instant = clock.local_instant(day, at)
    assert instant is not None, "the clocks never jump during surgery hours"
    return instant.astimezone(clock.LONDON).isoformat()


def _requests(people: dict[str, User], now: datetime) -> None:
    """One that was refused, one that waits, one under which somebody may listen today."""
    curious = _ask(
        people["sam"], now - timedelta(days=8), ReviewPurpose.QUALITY, "I would like to hear how busy the other desk is.", ("201", 30)
    )
    _decide(curious, people["priya"], False, "This is not a defined business need. Speak to Helen about staffing.", now - timedelta(days=7))
    waiting = _ask(
        people["ruth"],
        now - timedelta(days=1),
        ReviewPurpose.DISPUTE,
        "A patient says that I promised a date for the next test.",
        ("214", 12),
    )
    training = _ask(
        people["helen"], now - timedelta(days=2), ReviewPurpose.ABUSE, "Leah reported an abusive call. I want to support her.", ("201", 4)
    )
    _decide(training, people["priya"], True, "Supporting staff after abuse is one of our purposes.", now - timedelta(days=1))
    assert waiting.pk


def _ask(person: User, at: datetime, purpose: ReviewPurpose, reason: str, where: tuple[str, int]) -> AccessRequest:
    number, days = where
    with acting_as(person):
        return send_request(
            requester=person, now=at,
            asked=Asked(
                purpose=purpose, reason=reason, window_from=at - timedelta(days=days), window_until=at,
                extension=Extension.objects.get(number=number),
            ),
        )  # fmt: skip


def _decide(case: AccessRequest, person: User, agreed: bool, reasons: str, at: datetime) -> None:
    terms = Terms(ends_on=clock.local_day(at) + timedelta(days=7)) if agreed else None
    with acting_as(person):
        ground = "" if agreed else Ground.NO_NEED
        decide(
            reference=case.reference, step=case.step, decider=person, agreed=agreed, reasons=reasons, terms=terms, ground=ground, now=at
        )  # fmt: skip
