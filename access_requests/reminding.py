"""Which requests have to be brought to mind today though no statutory clock runs on them: a court's day, a body's, a decision, a review."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from access_requests import queries
from access_requests.models import AccessRequest, Kind, State
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able
from callgov.policy import enforces
from callgov.registry import Reminding
from callgov.roles import Role
from callgov.ui.formats import nhs_date

SOON = timedelta(days=2)
FROM_BODIES = (Kind.EXTERNAL_BODY, Kind.COURT_ORDER, Kind.LIFE_AT_RISK)  # late, they are told of above as well
ABOVE = (Role.DPO, Role.PARTNER)


@enforces("AC-2", "AC-8")
def due(now: datetime) -> Iterator[Reminding]:
    """Every request whose day is near or over, and every review that is late; whoever was reminded already is not reminded again."""
    today = clock.local_day(now)
    found = queries.due_without_clock(today + SOON)
    deciding, leads, above = queries.deciding(found, today), able([Role.IG_LEAD], today), able(ABOVE, today)
    for request in found:
        late = request.due_on < today
        if not late and request.kind not in FROM_BODIES:
            continue
        escalates = late and request.kind in FROM_BODIES
        theirs = deciding[request.pk] if request.state == State.SENT else leads
        people = _told([*theirs, *(above if escalates else ())], request)
        yield _reminding(request, "late" if late else "soon", people, escalates=escalates)
    for request in queries.reviews_late(today):
        yield _review(request, _told([*queries.reviewers(request, today), *above], request))


def _reminding(request: AccessRequest, stage: str, people: Sequence[User], *, escalates: bool) -> Reminding:
    was = "was due by" if stage == "late" else "is due by"
    open_ = "has not been decided" if request.state == State.SENT else "is still open"
    return Reminding(
        kind=f"request-{stage}-{request.state}", about=request.reference, due=request.due_on, people=people,
        subject="A request is late" if stage == "late" else "A request is due soon",
        lines=[f"{request.reference} {was} {nhs_date(request.due_on)} and {open_}.", "Log in to read it."],
        url_name="request_detail", where={"reference": request.reference}, escalates=escalates,
    )  # fmt: skip


def _review(request: AccessRequest, people: Sequence[User]) -> Reminding:
    day = request.review_due_on
    assert day is not None, "only a request with a day for its review is late with it"
    return Reminding(
        kind="request-review-late", about=request.reference, due=day, people=people, subject="A review is late",
        lines=[f"{request.reference} was approved at once. Its review was due by {nhs_date(day)}.", "Log in to read it."],
        url_name="request_detail", where={"reference": request.reference}, escalates=True,
    )  # fmt: skip


def _told(people: Iterable[User], request: AccessRequest) -> list[User]:
    """Each once, and nobody of what is their own, about them, or what they stood back from."""
    out = {request.asked_by_id, request.about_person_id, *queries.stood_back(request)}
    return list({person.pk: person for person in people if person.pk not in out}.values())
