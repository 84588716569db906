"""What breaches add to a person's work list, to the pages of requests, and to how the practice stands."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse

from access_requests.queries import Case
from breaches import mails, queries
from breaches.countdown import ALERTS, Countdown, alerts, deadline
from breaches.models import Breach, Whom
from breaches.rules import LEADS
from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.registry import Reminding, Work
from callgov.roles import Action
from callgov.ui.parts import Act

LAST_ALERTS = ALERTS[2:]  # hours from which whoever can name a deputy is reminded as well


def work(person: User, today: date) -> Iterator[Work]:
    """Receipts to confirm, breaches whose 72 hours run, actions of one's own."""
    for receipt in queries.receipts_of(person, today):
        breach = receipt.breach
        facts = f"As {Whom(receipt.whom).label}"
        yield Work("Confirm that you know of a breach", _url(breach), breach.reference, facts, "todo", clock.local_day(breach.reported_at))
    if roles_on(person, today) & set(LEADS.values()):
        now = clock.now()
        for breach, aware_at in queries.unanswered(now):
            countdown = Countdown(aware_at, now)
            yield Work("Report a breach, or record why not", _url(breach), breach.reference, countdown.short, "decide", _last_day(breach))
    for action in queries.actions_of(person):
        url = reverse("breach_action", args=[action.breach.reference, action.pk])
        yield Work("Do an action after a breach", url, action.breach.reference, action.words[:80], "todo", action.due_on)


def _last_day(breach: Breach) -> date:
    return clock.local_day(deadline(breach.aware_at))


def _url(breach: Breach) -> str:
    return reverse("breach", args=[breach.reference])


def standing(_person: User, today: date) -> Iterator[str]:
    """Say so when one of the two leads cannot be reached."""
    bench = queries.bench(None, today)
    for whom, people in ((Whom.IG_LEAD, bench.ig_leads), (Whom.DPO, bench.dpos)):
        if not people:
            yield f"Nobody is told of breaches as {whom.label} today: name a deputy."


def reminders(now: datetime) -> Iterator[Reminding]:
    """After 24, 48, 60 and 71 hours both leads are reminded of a breach that nobody has answered (law.md R4.11); each time once."""
    today = clock.local_day(now)
    bench = queries.bench(None, today)
    people = {*bench.ig_leads, *bench.dpos}
    for breach, aware_at in queries.unanswered(now):
        for hours, at in alerts(aware_at):
            if at > now:
                continue
            wider = people | bench.namers if hours in LAST_ALERTS or not (bench.ig_leads and bench.dpos) else people
            subject, lines = mails.alert(breach, hours)
            yield Reminding(
                kind=f"breach-{hours}-hours", about=breach.reference, due=_last_day(breach), people=queries.people(wider), subject=subject,
                lines=lines, url_name="breach", where={"reference": breach.reference}, escalates=hours in LAST_ALERTS,
            )  # fmt: skip


def request_acts(case: Case) -> Iterable[Act]:
    """On a request's page: report a breach about it."""
    if may(case.reader, Action.REPORT_BREACH):
        url = f"{reverse('breach_report')}?request={case.request.reference}"
        yield Act("Report a breach about this request", url, opens=True, variant="secondary")
