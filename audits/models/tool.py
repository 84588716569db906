"""Versions of the audit tool that the practice made its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel


class ToolVersion(GovernedModel):
    """A version of the audit tool after the first, which is the policy's own (`audits.tool`). Insert-only in the database.

    `guidance` is what each criterion means here, by its code; the criteria themselves are the policy's and do not change.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    guidance = models.JSONField()
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Governance:
        personal = ("made_by",)
        unrecorded = "Insert-only, written by the act audit_tool_changed."

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=1), name="first_tool_is_the_policy_s"),
            models.CheckConstraint(condition=~Q(reason=""), name="tool_version_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"audit tool {self.number}"
