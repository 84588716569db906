"""What inspections add to work lists and reminders: one that is due or open, and what it asked for."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import holders
from callgov.policy import enforces
from callgov.registry import Reminding, Work
from callgov.roles import Action, Role
from callgov.ui.formats import nhs_date
from register.inspections import queries
from register.inspections.presenters import url_of

SOON = timedelta(days=14)
REFERENCE = "Register"


@enforces("RE-2")
def work(person: User, today: date) -> Iterable[Work]:
    """For those who inspect: the open inspection, or the one that is due; for everyone: the actions that are theirs."""
    for action in queries.open_actions(person):
        group = "late" if action.due < today else "todo"
        reference = f"Inspection {action.inspection.name}"
        yield Work("Do what an inspection asked", reverse("inspection_done", args=[action.pk]), reference, action.what, group, action.due)
    if may(person, Action.INSPECT_REGISTER):
        yield from _inspecting(today)


def _inspecting(today: date) -> Iterator[Work]:
    one, due = queries.open_one(), queries.due()
    if one is not None:
        yield Work("Finish the inspection", url_of(one), f"Inspection {one.name}", "of the release register", "todo", due)
    elif due is not None and due <= today + SOON:
        group = "late" if due < today else "todo"
        yield Work("Inspect the release register", reverse("inspections"), REFERENCE, "An inspection is due.", group, due)


@enforces("RE-2")
def reminders(now: datetime) -> Iterator[Reminding]:
    """Both who may inspect are reminded two weeks before the day and on the day after it; the actions' owners when theirs is late."""
    today, due = clock.local_day(now), queries.due()
    if due is not None and due <= today + SOON:
        people = [*holders(Role.IG_LEAD, today), *holders(Role.DPO, today)]
        late = due < today
        words = f"The release register {'should have been' if late else 'must be'} inspected by {nhs_date(due)}."
        kind = "inspection-late" if late else "inspection-soon"
        yield Reminding(kind, REFERENCE, due, people, "The register must be inspected", [words], url_name="inspections", escalates=late)
    for action in queries.open_actions().filter(due__lt=today):
        line = f"Something that inspection {action.inspection.name} asked for was due on {nhs_date(action.due)}."
        about = f"INSP-{action.inspection.name}-{action.pk}"
        yield Reminding("action-late", about, action.due, [action.owner], "Something is late", [line])
