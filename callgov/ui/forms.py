"""The base of every form, and the fields that forms are made of."""

from typing import Any

from django import forms

from callgov.ui.fields import ChecksField, DateField, PositionField, RadioField, TextField, TimeField, TimeSpanField, UploadField

__all__ = [
    "ChecksField",
    "DateField",
    "FilterForm",
    "NHSForm",
    "PositionField",
    "RadioField",
    "TextField",
    "TimeField",
    "TimeSpanField",
    "UploadField",
]

_SELECTED = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)


class NHSForm(forms.Form):
    """A form whose messages are sentences of ours: missing answers say what to do, and fields that are not open do not count."""

    use_required_attribute = False
    marks_optional = True
    small_choices = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(name, field)

    def clean(self) -> dict[str, Any]:
        """Forgets what belongs to a choice that was not made: its value becomes None and its errors go."""
        cleaned = super().clean() or self.cleaned_data
        for field_name, field in self.fields.items():
            for choice, revealed in getattr(field, "reveals", {}).items():
                if cleaned.get(field_name) != choice:
                    self.errors.pop(revealed, None)
                    cleaned[revealed] = None
        return cleaned


class FilterForm(NHSForm):
    """Filters of a list, sent by GET: small choices, and nothing is marked optional because everything is."""

    marks_optional = False
    small_choices = True


def _missing(name: str, field: forms.Field) -> str:
    label = str(field.label or name.replace("_", " "))
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Select “{label}”"
    words = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"{'Select' if isinstance(field.widget, _SELECTED) else 'Enter'} {words}"
