"""A manager for governed rows: what the trail would not see is forbidden unless the caller says that it recorded it."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class UnrecordedChange(Exception):
    """A bulk write that no entry would show."""


class GovernedQuerySet(models.QuerySet[Row]):
    """Refuses update, delete and the bulk writes, which django-auditlog never sees; `recorded()` admits them."""

    _recorded = False

    def recorded(self) -> "GovernedQuerySet[Row]":
        """The same rows, for a service that writes its own entry in the same transaction."""
        clone = self.all()
        clone._recorded = True
        return clone

    def _clone(self) -> Any:
        clone = super()._clone()  # type: ignore[misc]
        clone._recorded = self._recorded
        return clone

    def _insist(self, verb: str) -> None:
        if not self._recorded:
            raise UnrecordedChange(f"{self.model.__name__}.{verb}() leaves no entry: save each row, or record the act and say .recorded()")

    def update(self, **kwargs: Any) -> int:
        """Only after `recorded()`."""
        self._insist("update")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Only after `recorded()`."""
        self._insist("delete")
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        """Only after `recorded()`."""
        self._insist("bulk_create")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Only after `recorded()`."""
        self._insist("bulk_update")
        return super().bulk_update(*args, **kwargs)


GovernedManager = models.Manager.from_queryset(GovernedQuerySet)


class GovernedModel(models.Model):
    """A row that a promise of the policy rests on."""

    objects = GovernedManager()

    class Meta:
        abstract = True
