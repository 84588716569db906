"""What keeping adds to the menu, to work lists, to a request's page and to reminders."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import able
from callgov.registry import NavItem, Reminding, Work
from callgov.roles import Action, Role
from callgov.ui.formats import nhs_date
from callgov.ui.parts import Act
from recordings.keeping.presenters.disposals import proposer, why
from recordings.keeping.presenters.holds import review_words
from recordings.keeping.queries import disposals, holds, schedule
from recordings.models import LegalHold

NAV = (NavItem("Keeping", "keeping", Action.SEE_KEEPING, 50, under="Recordings"),)
SHOWN = 10  # of each kind: the rest are on their pages


def work(person: User, today: date) -> Iterable[Work]:
    """Batches and changes that wait for the Lead, and the reviews of a person's own holds."""
    if may(person, Action.AUTHORISE_DESTRUCTION):
        for batch in disposals.waiting()[:SHOWN]:
            if batch.proposed_by_id != person.pk:
                facts = f"{why(batch)}, proposed by {proposer(batch)}"
                yield Work("Authorise destruction", reverse("disposal", args=[batch.reference]), batch.reference, facts, "decide")
        for change in schedule.open_changes()[:SHOWN]:
            facts = f"{change.retention_class.name}, proposed by {change.proposed_by.name}"
            yield Work("Decide a change of the retention schedule", reverse("retention_change", args=[change.pk]), "", facts, "decide")
    for hold in holds.to_review(today).filter(owner=person)[:SHOWN]:
        url = reverse("hold", args=[hold.pk])
        yield Work("Review a legal hold", url, hold.case_reference, review_words(hold), "todo", hold.review_on)


def request_acts(case: Any) -> Iterable[Act]:
    """On a request's page: hold the calls that were found for it."""
    if may(case.reader, Action.KEEP_HOLDS) and any(grant.chosen.all() for grant in case.grants):
        url = f"{reverse('hold_new')}?case={case.request.reference}"
        yield Act("Place a legal hold", url, effect="Its calls are not destroyed while the hold lasts.", opens=True, variant="secondary")


def reviews_due(now: datetime) -> Iterable[Reminding]:
    """The owner of a hold is reminded on the day of its review, and the Information Governance Lead a week later."""
    today = clock.local_day(now)
    for hold in holds.to_review(today):
        yield _remind(hold, [hold.owner], "hold-review", escalates=False)
        if (today - hold.review_on).days >= 7:
            yield _remind(hold, able([Role.IG_LEAD], today), "hold-review-overdue", escalates=True)


def _remind(hold: LegalHold, people: list[User], kind: str, *, escalates: bool) -> Reminding:
    day = nhs_date(hold.review_on)
    return Reminding(
        kind=kind, about=hold.case_reference, due=hold.review_on, people=people, subject=f"Legal hold {hold.case_reference}: review due",
        lines=[f"The review of the legal hold {hold.case_reference} was due on {day}.", "Keep it until another day, or release it."],
        url_name="hold", where={"hold_id": hold.pk}, escalates=escalates,
    )  # fmt: skip
