"""Tells the ground floor whether the vault's storage can be reached."""

from callgov.registry import registry
from recordings.vault.store import Vault


def answers() -> bool:
    """Whether the place of the sealed objects answers."""
    return Vault().answers()


registry.health["vault"] = answers
