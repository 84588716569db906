"""Changing one of the practice's choices."""

from typing import Any

from django import forms

from callgov.practice import rules
from callgov.practice.queries import Chosen
from callgov.ui.forms import NHSForm, RadioField, TextField

_YES_OR_NO = {"yes": True, "no": False}


class SettingForm(NHSForm):
    """The new value of a choice, and why."""

    reason = TextField(label="Reason", rows=3, help_text="Leave out names and details of calls. It stays in the trail.")

    field_order = ("value", "reason")

    def __init__(self, *args: Any, chosen: Chosen, **options: Any) -> None:
        super().__init__(*args, **options)
        self._name = chosen.name
        self.fields["value"] = _field(chosen)
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        """The value as it is kept. Refused in a sentence when it makes no sense."""
        written = self.cleaned_data["value"]
        value = _YES_OR_NO.get(written, written)
        refusal = rules.refuse_value(self._name, value)
        if refusal is not None:
            raise forms.ValidationError(refusal.sentence, code=refusal.code)
        return value


def _field(chosen: Chosen) -> forms.Field:
    messages = dict.fromkeys(("required", "invalid", "invalid_choice"), f"The value must be {chosen.choice.must}.")
    if type(chosen.choice.default) is bool:
        initial = "yes" if chosen.value else "no"
        return RadioField(label="New value", choices=[("yes", "Yes"), ("no", "No")], initial=initial, error_messages=messages)
    widget = forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric", "autocomplete": "off"})
    hint = f"Use {chosen.choice.must}."
    return forms.IntegerField(label="New value", initial=chosen.value, widget=widget, help_text=hint, error_messages=messages)
