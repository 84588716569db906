"""What the register adds to a person's work list, to the menu and to a request's page."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from access_requests.models import AccessRequest, State
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from callgov.ui.formats import nhs_when
from callgov.ui.parts import Act
from register import queries
from register.models import Release

NAV = (
    NavItem("Register", "register", Action.READ_REGISTER, 30, under="Register"),
    NavItem("Copies", "copies", Action.READ_REGISTER, 40, under="Register"),
)


def work(person: User, today: date) -> Iterable[Work]:
    """Copies prepared and not released."""
    for release in queries.prepared_by(person):
        yield Work(
            "Release the copy you prepared", reverse("release_detail", args=[release.pk]), _name(release), release.recipient_name, "todo"
        )


def _name(release: Release) -> str:
    return f"{release.request.reference} copy {release.copy_number}"


def request_acts(case: AccessRequest, person: User, now: datetime) -> Iterable[Act]:
    """On a request's page: prepare a copy of each call that this person chose under a grant to release; see the copies there are."""
    if case.state == State.SENT and case.round == 1:  # nothing was given yet
        return
    if may(person, Action.RELEASE):
        for choice in queries.calls_to_release(person, case.reference, now):
            url = reverse("release_new", args=[choice.grant_id, choice.recording_id])
            effect = f"The call of {nhs_when(choice.recording.started_at)}, for {case.recipient_name}."
            yield Act("Prepare the copy", url, effect=effect, opens=True)
        for release in queries.copies_of(person, case):
            words = f"Copy {release.copy_number}: {release.get_state_display().lower()}"
            yield Act(words, reverse("release_detail", args=[release.pk]), opens=True, variant="secondary")
