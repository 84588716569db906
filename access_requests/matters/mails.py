"""What is mailed about complaints and objections: that one is there, under which reference. No names, no words of theirs."""

from collections.abc import Iterable

from access_requests.models import Matter
from callgov.notifications import notify
from callgov.people.models import User
from callgov.ui.formats import nhs_date


def received(matter: Matter, people: Iterable[User]) -> None:
    """To whoever handles such cases."""
    lines = [f"{matter.reference} reached us on {nhs_date(matter.received_on)}.", "Log in to read it."]
    notify(people, subject="A case about someone's data is waiting", lines=lines, url_name="matter", reference=matter.reference)
