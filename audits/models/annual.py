"""The annual practice audit: frozen figures by version, and the sign-off that publishes one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from callgov.governed import GovernedModel


class AnnualAudit(GovernedModel):
    """One version of the collective results of a year (AU-7). Insert-only in the database. `figures` name no person and no small group."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    summary = models.TextField()
    changes = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Governance:
        personal = ("made_by",)
        unrecorded = "Insert-only, written by the act annual_audit_written."

    class Meta:
        ordering = ("-year", "-version")
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="one_annual_audit_a_version"),
            models.CheckConstraint(condition=~Q(summary=""), name="annual_audit_has_a_summary"),
        ]

    def __str__(self) -> str:
        return f"annual audit {self.year}, version {self.version}"


class AnnualSignOff(GovernedModel):
    """A Partner's sign-off of one version, which publishes it to the practice. Insert-only; never by who wrote it."""

    annual = models.OneToOneField(AnnualAudit, on_delete=models.PROTECT, related_name="sign_off")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Governance:
        personal = ("written_by", "signed_by")
        unrecorded = "Insert-only, written by the act annual_audit_signed."

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(signed_by=F("written_by")), name="annual_audit_signed_by_another")]

    def __str__(self) -> str:
        return f"sign-off {self.pk}"
