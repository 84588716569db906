"""The filters of the list."""

from django import forms
from django.http import QueryDict

from access_requests import queries
from access_requests.models import Kind, State
from callgov.ui.forms import FilterForm as NHSFilterForm
from callgov.ui.forms import RadioField


class FilterForm(NHSFilterForm):
    """What the list is narrowed to."""

    needs_me = forms.BooleanField(label="Needs me", required=False)
    state = RadioField(label="Where it stands", required=False, choices=[("", "Open"), *State.choices, ("all", "All")])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *Kind.choices])
    due = RadioField(label="Due", required=False, choices=[("", "Any day"), ("late", "Late"), ("week", "Within a week")])

    @classmethod
    def of(cls, data: QueryDict) -> "FilterForm":
        """The form of an address; an address with an answer that is not offered counts as none."""
        form = cls(data)
        return form if form.is_valid() else cls(QueryDict())

    def filters(self) -> queries.Filters:
        """As the query reads them."""
        return queries.Filters(**self.cleaned_data) if self.is_valid() else queries.Filters()
