"""What most tests of the register begin with, set once for all tests of a module: people, a call, an approved request for a copy of it.

It stands in a transaction around those of the tests, which therefore find it untouched. Tests that commit begin without it.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.test import TestCase, override_settings

from callgov.people.models import User
from callgov.roles import Role
from recordings.vault.keyring import create_ring
from tests.cast import make_person

ROLES = {"ig_lead": Role.IG_LEAD, "dpo": Role.DPO, "practice_manager": Role.PRACTICE_MANAGER}
_open: list["Stage"] = []


def person(name: str) -> User:
    """Somebody of the cast: who is there already, or made now."""
    found = User.objects.filter(username=name).first()
    if found is not None:
        return found
    if name in ROLES:
        return make_person(name, ROLES[name])
    if name == "receptionist":
        return make_person(name, Role.STAFF, job_title="Receptionist", line_manager=person("line_manager"))
    return make_person(name, Role.STAFF, job_title="Reception Manager")


def vault_in(folder: Path) -> dict[str, Any]:
    """The settings of a vault that lies in this folder, with a key ring of its own."""
    create_ring(str(folder / "ring.json"))
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder / "vault")}}
    return {"VAULT_KEY_RING": str(folder / "ring.json"), "STORAGES": {**settings.STORAGES, "vault": place}}


class Stage:
    """Set once; `call` and `case` are the ids of what stands on it. Struck when its module ends or a test is to commit."""

    def __init__(self, folder: Path, set_up: Callable[[], tuple[Any, Any]]) -> None:
        self._folder, self._atomics = folder, TestCase._enter_atomics()  # type: ignore[attr-defined]
        _open.append(self)
        with override_settings(**vault_in(folder)):
            storages._storages.clear()
            self.call, self.case = set_up()
        storages._storages.clear()

    @property
    def stands(self) -> bool:
        """Whether it was not struck."""
        return self in _open

    def copy_vault(self, folder: Path) -> None:
        """The vault as it was when the stage was set, for one test to do with as it likes."""
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)

    def strike(self) -> None:
        """Take everything back."""
        if self.stands:
            _open.remove(self)
            TestCase._rollback_atomics(self._atomics)  # type: ignore[attr-defined]


def strike_all() -> None:
    """Before a test that commits."""
    for stage in list(_open):
        stage.strike()
