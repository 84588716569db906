"""Adding, taking away and importing bank holidays, each with its reason."""

from django import forms

from callgov.ui.forms import DateField, NHSForm, TextField, UploadField

_LARGEST = 1_000_000


class _Reasoned(NHSForm):
    reason = TextField(label="Reason", rows=3, help_text="It stays in the trail.", error_messages={"required": "Enter the reason"})


class AddForm(_Reasoned):
    """A day that was proclaimed."""

    day = DateField(label="Day", help_text="For example, 8 5 2028.")
    name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20"}))

    field_order = ("day", "name", "reason")


class RemoveForm(_Reasoned):
    """A day that is none."""

    day = DateField(label="Day", help_text="As it stands in the table.")

    field_order = ("day", "reason")


class ImportForm(_Reasoned):
    """The official file."""

    file = UploadField(
        label="Official file",
        kinds=("JSON",),
        max_bytes=_LARGEST,
        help_text="bank-holidays.json from GOV.UK. The years in it are made as it says, other years stay.",
    )

    field_order = ("file", "reason")
