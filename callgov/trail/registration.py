"""Which rows the trail keeps field by field, and what it adds to the pages of the house.

Every model of the project is kept unless its `Governance` says why not (`unrecorded`). Of a personal field or a secret only *that* it
changed is kept, never from what to what.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Field, ManyToManyField, Model

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, registry
from callgov.roles import Action
from callgov.trail import queries
from callgov.trail.models import NOT_SHOWN
from callgov.trail.verification import UNSEALED_TOO_LONG
from callgov.ui.formats import nhs_date

_TOLD_OTHERWISE = frozenset({"last_login"})  # by its own entry, signed_in


def hide(_value: str) -> str:
    """What stands for a value that the trail must not hold."""
    return NOT_SHOWN


def _is_secret(field: Field) -> bool:  # type: ignore[type-arg]
    return field.name == "password" or field.name.endswith("_hash")


def _has_no_rows_of_its_own(field: ManyToManyField) -> bool:  # type: ignore[type-arg]
    through = field.remote_field.through
    return through is not None and bool(through._meta.auto_created)


def kept_models() -> Iterator[type[Model]]:
    """The models whose field changes are entries."""
    for model in apps.get_models():
        governance = getattr(model, "Governance", None)
        if governance is not None and not hasattr(governance, "unrecorded"):
            yield model


def keep(model: type[Model]) -> None:
    """Have django-auditlog notice changes to the rows of a model."""
    fields = [field for field in model._meta.concrete_fields if field.name not in _TOLD_OTHERWISE]
    personal = model.Governance.personal  # type: ignore[attr-defined]
    auditlog.register(
        model,
        include_fields=[field.name for field in fields],
        mask_fields=[field.name for field in fields if field.name in personal or _is_secret(field)],
        mask_callable=f"{__name__}.{hide.__name__}",
        m2m_fields=[field.name for field in model._meta.many_to_many if _has_no_rows_of_its_own(field)],
    )


def connect() -> None:
    """Called once, when the models are there."""
    for model in kept_models():
        keep(model)
    registry.nav.append(NavItem("Trail", "trail", Action.READ_TRAIL, order=90))
    registry.standing.append(_what_is_not_well)
    registry.health["trail"] = lambda: queries.seals_keep_up(clock.now(), UNSEALED_TOO_LONG)


def _what_is_not_well(person: User, _day: date) -> Iterable[str]:
    """For those who review the trail: whether its last check found something, and whether its seals keep up."""
    if not may(person, Action.READ_TRAIL):
        return
    checked = queries.last_check()
    if checked is not None and not checked.good:
        yield f"The trail did not pass its check on {nhs_date(checked.at)}. Run manage.py verify_trail and read what it found."
    if not queries.seals_keep_up(clock.now(), UNSEALED_TOO_LONG):
        yield "Entries of the trail have waited too long for their seal. Ask the system administrator whether the jobs run."
