"""Papers that belong to a case of a higher floor: a written request, a court order, a proof of identity."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from callgov.governed import GovernedModel


class Attachment(GovernedModel):
    """One file in the vault, under the case it was attached to.

    `area` names the kind of case ("request"), `reference` the case, `kind` what the paper is to it; lists of kinds are the higher floors'
    own. `destroy_on` is the day on which a job destroys it; a paper without one is kept as long as its case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=24)
    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    file_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    destroy_on = models.DateField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Governance:
        personal = ("file_name", "added_by")

    class Meta:
        ordering = ("added_at", "id")
        indexes = [
            models.Index(fields=["area", "reference"], name="attachment_case"),
            models.Index(fields=["destroy_on"], name="attachment_due", condition=Q(destroy_on__isnull=False, destroyed_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(area="") & ~Q(reference="") & ~Q(kind=""), name="attachment_belongs_to_a_case"),
        ]

    def __str__(self) -> str:
        return f"paper {str(self.pk)[:8]}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.reference
