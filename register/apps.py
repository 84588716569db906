"""The register app."""

from importlib import import_module

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """What left the practice: releases, copies, the Annex B register."""

    name = "register"

    def ready(self) -> None:
        """Tell the floors below what to show of this one."""
        import_module("register.registration")
