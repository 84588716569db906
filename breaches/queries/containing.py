"""What can be contained."""

from datetime import datetime

from access_requests.queries import live_grants
from breaches.models import (
    Breach,
)
from callgov.people.models import User
from register.models import Release, ReleaseState

_GONE = (ReleaseState.DESTROYED, ReleaseState.DISCARDED)


def copies(breach: Breach) -> dict[str, str]:
    """Stored copies of the linked request that are still there, by id, in words."""
    stored = Release.objects.filter(request__reference=breach.about_request).exclude(state__in=_GONE).order_by("copy_number")
    return {str(one.pk): f"Copy {one.copy_number} of {breach.about_request}, {one.get_state_display().lower()}" for one in stored}


def grants(breach: Breach, now: datetime) -> dict[str, str]:
    """Accesses under the linked request that can be used now, by id, in words."""
    live = live_grants(breach.about_request, now)
    return {str(one.pk): f"Access of {one.holder.get_full_name()} under {one.request_reference}" for one in live}


def accounts(breach: Breach) -> list[User]:
    """People whose act is in question and who can still log in."""
    return list(User.objects.filter(pk__in=breach.involvements.values("person"), is_active=True))
