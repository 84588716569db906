"""Giving an extension to a person, and ending that."""

from typing import Any

from django import forms

from callgov.people.models import User
from callgov.people.queries import colleagues
from callgov.ui.forms import DateField, NHSForm


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        """The name that colleagues read."""
        return obj.name


class AssignForm(NHSForm):
    """Who has the extension, from which day and, if that is known, to which."""

    person = _PersonField(User.objects.none(), label="Person", empty_label="Choose a person")
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = colleagues()  # type: ignore[attr-defined]


class EndForm(NHSForm):
    """The last day on which the person has the extension."""

    last_day = DateField(label="Their last day")
