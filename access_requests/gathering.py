"""Rows of several tables in the one query of a page, so that showing more beside a request costs no further query."""

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, QuerySet
from django.db.models.functions import JSONObject

from callgov.people.models import User

Row = TypeVar("Row", bound=Model)


def gathered(rows: QuerySet[Any], **more: str) -> ArraySubquery:
    """These rows as one column: every field of theirs, and `more` by the path to it."""
    fields = {field.attname: F(field.attname) for field in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.values(row=JSONObject(**fields, **{name: F(path) for name, path in more.items()})))


def made(model: type[Row], said: dict[str, Any]) -> Row:
    """One of these rows again. What was asked for beside its fields is left in `said`."""
    return model(**{field.attname: field.to_python(said.pop(field.attname)) for field in model._meta.concrete_fields})


def person(pk: int | None, name: str) -> User:
    """Somebody of whom only the name is shown."""
    return User(pk=pk, name=name)
