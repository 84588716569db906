"""How one looked: what the searches themselves do not tell."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from access_requests.models.requests import AccessRequest
from callgov.governed import GovernedModel


class SearchAccount(GovernedModel):
    """Where else one looked, and why one stopped: with the searches the record of a reasonable, proportionate search. Insert-only."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="search_accounts")
    systems = models.TextField()
    stopped_because = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Governance:
        personal: ClassVar[tuple[str, ...]] = ("systems", "stopped_because", "written_by")
        unrecorded = "Insert-only, written by the act search_explained."

    class Meta:
        ordering = ("-id",)
        constraints = [models.CheckConstraint(condition=~Q(systems="") & ~Q(stopped_because=""), name="a_search_is_explained")]

    def __str__(self) -> str:
        return f"account {self.pk}"
