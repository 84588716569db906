"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and sign-in."""

    name = "callgov.people"
    label = "people"
