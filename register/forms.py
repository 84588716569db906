"""The forms of the register."""

from typing import Any

from django import forms

from access_requests.models import CopyFormat, RecipientType
from callgov.ui.forms import DateField, FilterForm, NHSForm, PositionField, RadioField, TextField
from recordings.purposes import PURPOSES
from register import rules
from register.models import LineNote, Method
from register.services.preparing import CopySpec


class PrepareForm(NHSForm):
    """How the copy is made and handed over (S17). Who it is for stands in the approved request."""

    format = RadioField(label="Format we give", choices=CopyFormat.choices)
    format_reason = forms.CharField(label="Why not the format they wanted", required=False, max_length=300, help_text="Only if it differs.")
    start = PositionField(label="From", required=False, help_text="For example, 0:41.2. Leave blank for the whole recording.")
    end = PositionField(label="To", required=False, help_text="Leave blank to go on to the end.")
    unredacted_reason = forms.CharField(
        label="Why nothing needs to be silenced", max_length=300, required=False,
        help_text="For example, nobody but the requester and our staff is heard or named.",
    )  # fmt: skip
    method = RadioField(
        label="How it is handed over",
        choices=Method.choices,
        hints={
            "link": "They need a code that you tell them another way.",
            "email": "You send the locked package by a secure email service.",
            "media": "You write the locked package to a disc or stick.",
            "collected": "They come to the practice and show who they are.",
            "listened": "They hear it here with you, and take nothing away. It stands in the register like any release.",
        },
    )
    delete_by = DateField(
        label="Delete by", past=False, help_text="The stored copy is destroyed on this day, and the holder must have deleted theirs."
    )

    holder_email = forms.EmailField(
        label="Their email address", required=False, help_text="We ask them by email to delete their copy, and once it is late again."
    )

    def __init__(self, *args: Any, wanted_format: str = "", silenced: bool = False, **options: Any) -> None:
        """`wanted_format` is what the request asked for; another one needs a reason (AC-9). `silenced`: parts are, as confirmed."""
        super().__init__(*args, **options)
        self.wanted_format = wanted_format
        if silenced:
            del self.fields["unredacted_reason"]
        else:
            self.fields["unredacted_reason"].required = True
            self.fields["unredacted_reason"].error_messages["required"] = "Say why nothing needs to be silenced"

    def clean(self) -> dict[str, Any]:
        """Another format than the wanted one needs a reason."""
        cleaned = super().clean()
        if cleaned.get("format") not in (None, self.wanted_format) and not cleaned.get("format_reason"):
            self.add_error("format_reason", "Say why the copy is not in the format that they wanted")
        return cleaned

    def spec(self) -> CopySpec:
        """The cleaned answers as what the service takes; positions become milliseconds."""
        given = self.cleaned_data
        start, end = given["start"], given["end"]
        return CopySpec(
            format=given["format"],
            format_reason=given["format_reason"] if given["format"] != self.wanted_format else "",
            from_ms=_ms(start if start is not None or end is None else 0.0),
            until_ms=_ms(end),
            method=given["method"],
            delete_by=given["delete_by"],
            holder_email=given["holder_email"],
            unredacted_reason=given.get("unredacted_reason", ""),
        )


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


class PasscodeForm(NHSForm):
    """The one field that an outsider fills in."""

    passcode = forms.CharField(
        label="Code",
        max_length=20,
        help_text="8 letters and numbers that the practice told you another way.",
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )


class CompleteForm(NHSForm):
    """What only the Practice Manager comes to know."""

    kind = LineNote.Kind.COMPLETION
    field = RadioField(label="What you add", choices=list(rules.COMPLETABLE.items()))
    value = TextField(label="What should stand in the register", rows=3)

    def __init__(self, *args: Any, missing: dict[str, str] | None = None, **options: Any) -> None:
        """`missing` are the fields that the line still lacks; the others are corrected, not completed."""
        super().__init__(*args, **options)
        if missing is not None:
            self.fields["field"].choices = list(missing.items())  # type: ignore[attr-defined]


class CorrectForm(NHSForm):
    """A correction: a new note beside the line, with its reason."""

    kind = LineNote.Kind.CORRECTION
    field = RadioField(label="What is wrong", choices=list(rules.CORRECTABLE.items()))
    value = TextField(label="What is right", rows=3)
    reason = forms.CharField(label="Why it is corrected", max_length=300)


class RegisterFilter(FilterForm):
    """Which lines to show."""

    year = RadioField(label="Year", required=False)
    recipient = RadioField(label="Given to", required=False, choices=[("", "Anyone"), *RecipientType.choices])
    purpose = forms.ChoiceField(label="Purpose", required=False, choices=[("", "Any purpose"), *PURPOSES])
    to_complete = RadioField(label="Receipt", required=False, choices=[("", "All lines"), ("yes", "Without a receipt")])

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        """`years` are those that have lines."""
        super().__init__(*args, **options)
        self.fields["year"].choices = [("", "All years"), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
