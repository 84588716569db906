"""What notices add to the home page, to reminders, and to the work of those who keep them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import Reminding, Work
from callgov.roles import Action
from callgov.ui.formats import nhs_date
from recordings.notices import queries, rules


def work(person: User, today: date) -> Iterator[Work]:
    """Notices that are missing, not clear or due for a test; wordings that wait for approval."""
    if not may(person, Action.KEEP_NOTICES):
        return
    for one in queries.ledger(today):
        url, name = reverse("notice_channel", args=[one.channel.value]), str(one.channel.label)
        if one.waiting is not None:
            yield Work("Approve the wording of a notice", url, "", name, "decide")
        if one.notice is not None and one.notice.next_test_on is not None and one.notice.next_test_on <= today:
            yield Work("Test a notice", url, "", name, "todo", one.notice.next_test_on)
        elif one.notice is not None and one.notice.next_review_on is not None and one.notice.next_review_on <= today:
            yield Work("Read a notice through", url, "", name, "todo", one.notice.next_review_on)


def standing(person: User, today: date) -> Iterator[str]:
    """For everyone who reads notices: each route in use without one."""
    if may(person, Action.SEE_NOTICES):
        for one in queries.ledger(today):
            if one.standing.in_use and not one.standing.in_force:
                yield f"No notice is in force: {one.channel.label}. Calls by this route go to quarantine."
            elif one.standing.failed:
                yield f"A notice was not clear when it was last tested: {one.channel.label}."
        for name, review_on in queries.impact_reviews():
            state = rules.impact_state(review_on, today)
            if state != "Done":
                yield f"The impact assessment of “{name}” is {'missing' if state == 'Missing' else 'due for review'}."


def reminders(now: datetime) -> Iterator[Reminding]:
    """Tests and reviews on their day, once."""
    today = clock.local_day(now)
    people = queries.keepers(today)
    for one in queries.ledger(today):
        notice = one.notice
        dues = () if notice is None else (("notice-test", notice.next_test_on), ("notice-review", notice.next_review_on))
        for kind, due in dues:
            if due is not None and due <= today:
                lines = [f"A notice is due since {nhs_date(due)}.", "Log in, try it out, and record how it was."]
                yield Reminding(
                    kind=kind, about=f"notice-{one.channel.value}", due=due, people=people, subject="A notice to callers is due for a test",
                    lines=lines, url_name="notice_channel", where={"channel": one.channel.value},
                )  # fmt: skip
