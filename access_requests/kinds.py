"""The kinds of request, and the ways in which one may reach the practice."""

from django.db import models


class Kind(models.TextChoices):
    """The kinds of request that have a route."""

    BUSINESS_NEED = "business_need", "Business need"
    OWN_CALL = "own_call", "Own call"
    DISCIPLINARY = "disciplinary", "Staff investigation"
    ONWARD = "onward", "Onward sharing"
    SUBJECT_ACCESS = "subject_access", "Subject access"
    EXTERNAL_BODY = "external_body", "Police or another body"
    COURT_ORDER = "court_order", "Court order"
    LIFE_AT_RISK = "life_at_risk", "Life at risk"
    HEALTH_RECORDS = "health_records", "Records of a patient who died"


# Asked by somebody outside and taken in by a colleague, who has no stake in the answer.
FROM_OUTSIDE = (Kind.SUBJECT_ACCESS, Kind.EXTERNAL_BODY, Kind.COURT_ORDER, Kind.LIFE_AT_RISK, Kind.HEALTH_RECORDS)


class Channel(models.TextChoices):
    """How a request from outside reached the practice. Each counts, and the clock runs from then (law.md P1)."""

    TELEPHONE = "telephone", "By telephone"
    IN_PERSON = "in_person", "In person"
    LETTER = "letter", "By letter"
    EMAIL = "email", "By email"
    FORM = "form", "By a form"
