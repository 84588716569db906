"""A breach that was reported, contained, assessed, decided and closed; and one whose 72 hours run."""

from datetime import datetime, timedelta
from typing import Any

from breaches.models import GoingOn, Kind, Verdict
from breaches.services import containing, deciding, following, recording, reporting, telling
from breaches.services.recording import Known
from breaches.services.reporting import Report
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as


def closed(people: dict[str, User], now: datetime) -> None:
    """Six weeks ago a screen was left unlocked; nobody came to harm."""
    sam, priya, martin, helen = (people[name] for name in ("sam", "priya", "martin", "helen"))
    at = now - timedelta(days=2, hours=5)
    happened = "I left the player open on my screen at lunch. A visitor stood at the desk and may have heard a few seconds of a call."
    with acting_as(sam):
        breach = reporting.report_breach(reporter=sam, report=Report(happened, Kind.OTHER, going_on=GoingOn.NO), now=at)
    for person, whom in ((helen, "line_manager"), (priya, "ig_lead"), (martin, "dpo")):
        with acting_as(person):
            telling.acknowledge(reference=breach.reference, whom=whom, person=person, now=at + timedelta(minutes=20))
    known = Known(
        ("confidentiality",), "One caller", 1, "A recording of a call with reception", 1,
        "Hardly any: no name was said in the part that could be heard.", "Screen locked. The desk was turned round.",
    )  # fmt: skip
    with acting_as(priya):
        said: dict[str, Any] = {"reference": breach.reference, "lead": priya, "now": at + timedelta(hours=1)}
        containing.contain(measure="other", words="The screen was locked at once and the access ended.", **said)
        recording.describe(known=known, **said)
        recording.assess(
            likelihood=2, severity=2, vulnerable=False, reasons="A few seconds, no name, one visitor who paid no attention.", **said
        )
        deciding.decide(verdict=Verdict.NOT_NOTIFY, reasons="Harm is not likely, and the grid asks for no report.", **said)
        due = clock.local_day(now) + timedelta(days=14)
        action = following.set_action(words="Lock every desk's screen after one minute.", owner=people["ben"], due_on=due, **said)
    with acting_as(people["ben"]):
        done = at + timedelta(hours=4)
        following.finish_action(
            reference=breach.reference, action_id=action.pk, person=people["ben"], words="Set on all desks.", now=done
        )  # fmt: skip
    with acting_as(priya):
        learnt = "Screens lock by themselves now, and we listen with headphones only."
        following.close_breach(reference=breach.reference, lead=priya, learning=learnt, now=at + timedelta(hours=5))


def running(people: dict[str, User], now: datetime) -> None:
    """Yesterday a copy seems to have gone to the wrong address; one lead knows, the risk is assessed."""
    leah, priya = people["leah"], people["priya"]
    at = now - timedelta(hours=20)
    happened = "I think the link for a copy went to another patient with the same surname. I am not sure that it was opened."
    with acting_as(leah):
        report = Report(happened, Kind.WRONG_PERSON, noticed_at=at - timedelta(hours=1), going_on=GoingOn.UNKNOWN)
        breach = reporting.report_breach(reporter=leah, report=report, now=at)
    with acting_as(priya):
        said: dict[str, Any] = {"reference": breach.reference, "lead": priya, "now": at + timedelta(hours=2)}
        telling.acknowledge(reference=breach.reference, whom="ig_lead", person=priya, now=at + timedelta(minutes=30))
        known = Known(("confidentiality",), "A patient", 1, "One recording", None, "", "The link was ended.")
        recording.describe(known=known, **said)
        recording.assess(
            likelihood=3, severity=3, vulnerable=False, reasons="Health details were said, and the person may know her.", **said
        )
