"""Somebody outside who asks, and what a body says when it asks."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from access_requests.models.requests import AccessRequest
from callgov.governed import GovernedModel


class Capacity(models.TextChoices):
    """As whom somebody asks; what proof they need follows from it (law.md R2.5)."""

    CALLER = "caller", "The person in the call"
    REPRESENTATIVE = "representative", "A solicitor, relative or advocate for them"
    PARENT = "parent", "A parent, for their child"
    ATTORNEY = "attorney", "An attorney or court deputy"
    EXECUTOR = "executor", "The personal representative of a patient who died"
    CLAIMANT = "claimant", "Somebody with a claim arising from a death"
    OFFICER = "officer", "An officer of a body"


class Asker(GovernedModel):
    """Who outside asks, for whom, and how they can be reached. Everything but the name may be unknown at first."""

    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="asker")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=16, choices=Capacity.choices, default=Capacity.CALLER)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    child_age = models.PositiveSmallIntegerField(null=True, blank=True)
    telephone = models.CharField(max_length=64, blank=True)
    telephone_e164 = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)

    class Governance:
        personal = ("name", "organisation", "on_behalf_of", "child_age", "telephone", "telephone_e164", "email", "address")

    class Meta:
        indexes = [
            models.Index(fields=["telephone_e164"], name="asker_number", condition=~Q(telephone_e164="")),
            models.Index(Upper("email"), name="asker_email"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_asker_has_a_name")]

    def __str__(self) -> str:
        return f"asker {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.request.reference


class Demand(GovernedModel):
    """What the written request of a body says (law.md R3.3), or a court's order (R3.5). Blank means that it does not say."""

    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="demand")
    officer = models.CharField(max_length=120, blank=True)
    rank = models.CharField(max_length=80, blank=True)
    body = models.CharField(max_length=120, blank=True)
    secure_email = models.EmailField(blank=True)
    data_sought = models.TextField(blank=True)
    offence = models.TextField(blank=True)
    power = models.CharField(max_length=200, blank=True)
    necessity = models.TextField(blank=True)
    countersigned_by = models.CharField(max_length=120, blank=True)
    countersigned_rank = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    court = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    judge = models.CharField(max_length=120, blank=True)
    comply_by = models.DateField(null=True, blank=True)

    class Governance:
        personal = ("officer", "secure_email", "data_sought", "offence", "necessity", "countersigned_by", "judge")

    def __str__(self) -> str:
        return f"demand {self.pk}"

    @property
    def request_reference(self) -> str:
        """Under which reference the trail files this."""
        return self.request.reference
