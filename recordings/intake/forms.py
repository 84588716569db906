"""Putting a record right, destroying a file, depositing the audio of a call."""

from typing import Any

from django import forms
from django.conf import settings

from callgov import clock
from callgov.ui.formats import file_size
from callgov.ui.forms import DateField, NHSForm, TextField, TimeField, UploadField
from recordings.intake.manifest import REQUIRED
from recordings.intake.rows import written_time
from recordings.intake.services import Upload
from recordings.models import Direction, QuarantinedFile

_NARROW, _WIDE = "nhsuk-input--width-10", "nhsuk-input--width-20"


def _text(label: str, most: int, width: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": width, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most, help_text=hint, widget=widget)


class RecordForm(NHSForm):
    """What the telephone system should have said of a call. `cells` are its answers as a manifest would write them."""

    call_date = DateField(label="Call date", future=False)
    call_time = TimeField(label="Call time")
    direction = forms.ChoiceField(label="Direction", required=False, choices=[("", "Not known"), *Direction.choices[:-1]])
    extension = _text("Extension", 12, _NARROW)
    external_number = _text("Outside number", 64, _WIDE, "As the telephone system wrote it. Leave empty if there is none.")
    line = _text("Line", 80, _WIDE, "Leave empty for the line of the extension.")
    parties = _text("Names of the parties", 200, _WIDE)
    duration_seconds = _text("Length", 12, _NARROW, "Such as 3:07.")
    call_id = _text("Call id", 150, _WIDE, "What the telephone system calls this call.")

    @classmethod
    def of(cls, file: QuarantinedFile) -> "RecordForm":
        """The form with what the row of a file said, as far as it can be read."""
        return cls(initial={name: file.record.get(name, "") for name in cls.base_fields} | _when(file.record.get("started_at", "")))

    @property
    def cells(self) -> dict[str, str]:
        """The answers by column. Only of a valid form."""
        answers = dict(self.cleaned_data)
        started = f"{answers.pop('call_date'):%Y-%m-%d} {answers.pop('call_time'):%H:%M}"
        return {**dict.fromkeys(REQUIRED, ""), **{name: str(value or "") for name, value in answers.items()}, "started_at": started}


def _when(text: str) -> dict[str, Any]:
    """Day and time of a row, for the form; nothing when they make no sense."""
    try:
        found = written_time(text)
    except ValueError:
        return {}
    if found is None:
        return {}
    local = found.astimezone(clock.LONDON) if found.tzinfo else found
    return {"call_date": local.date(), "call_time": local.time()}


class DestroyForm(NHSForm):
    """Why a file is destroyed."""

    reason = TextField(label="Reason", rows=3, error_messages={"required": "Enter the reason for destroying this file"})


class DepositForm(NHSForm):
    """One file, and where it came from. `upload` is the file in memory, once the form is valid."""

    file = UploadField(
        label="Sound file", help_text="The file of this one call, as the supplier gave it.", max_bytes=settings.MAX_UPLOAD_BYTES
    )
    where_from = forms.CharField(
        label="Where did you get it?", max_length=200, help_text="For example the supplier's portal.",
        widget=forms.TextInput(attrs={"class": _WIDE}), error_messages={"required": "Enter where the file came from"},
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        said = self.fields["file"].error_messages
        said["empty"] = "The selected file is empty. Download the call again."
        if too_large:
            said["required"] = f"The selected file must be smaller than {file_size(settings.MAX_UPLOAD_BYTES)}"

    @property
    def upload(self) -> Upload:
        """The file's name and bytes."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read())
