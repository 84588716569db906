"""The register app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """What left the practice: releases, copies, the Annex B register."""

    name = "register"
