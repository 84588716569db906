"""What the register adds to a person's work list, to the menu and to a request's page."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from access_requests.models import State
from access_requests.queries import Case
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from callgov.ui.formats import nhs_when
from callgov.ui.parts import Act
from recordings.models import GrantAction, GrantedRecording
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


def request_acts(case: Case) -> Iterable[Act]:
    """On a request's page: prepare a copy of each call that this person chose under a grant to release; see the copies there are."""
    request = case.request
    if request.state == State.SENT and request.round == 1:  # nothing was given yet
        return
    if may(case.reader, Action.RELEASE):
        for choice in _to_release(case):
            url = reverse("release_new", args=[choice.grant_id, choice.recording_id])
            effect = f"The call of {nhs_when(choice.recording.started_at)}, for {request.recipient_name}."
            yield Act("Prepare the copy", url, effect=effect, opens=True)
        for release in queries.copies_of(case.reader, request):
            words = f"Copy {release.copy_number}: {release.get_state_display().lower()}"
            yield Act(words, reverse("release_detail", args=[release.pk]), opens=True, variant="secondary")


def _to_release(case: Case) -> list[GrantedRecording]:
    mine = [grant for grant in case.live_grants if grant.holder_id == case.reader.pk and GrantAction.RELEASE in grant.actions]
    return [choice for grant in mine for choice in grant.chosen.all()]
