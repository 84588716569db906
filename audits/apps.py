"""The audits app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """How staff are assessed on the phone."""

    name = "audits"
