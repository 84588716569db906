"""Writing a letter, and wording a kind of letter anew."""

from typing import Any

from django import forms

from access_requests.letters.kinds import Sort
from access_requests.letters.services import Writing
from access_requests.models import Way
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField

_WIDE = {"class": "nhsuk-input--width-20"}


class LetterForm(NHSForm):
    """What the writer adds, whom it is to, how and when it goes."""

    words = TextField(label="Words", rows=5, max_length=4000, error_messages={"required": "Give a reason the person can understand"})
    late_anyway = forms.BooleanField(label="Tell them all the same. The late notice is recorded and reported.", required=False)
    to_name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs=_WIDE))
    way = RadioField(label="How does it reach them?", choices=Way.choices, error_messages={"required": "Select how it reaches them"})
    to_address = TextField(label="Address or email address", required=False, rows=3, max_length=500)
    on = DateField(label="On which day?", future=False)

    def __init__(self, *args: Any, sort: Sort, late: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if sort.words:
            self.fields["words"].label, self.fields["words"].help_text = sort.words, sort.hint
        else:
            del self.fields["words"]
        if not late:
            del self.fields["late_anyway"]

    def writing(self) -> Writing:
        """Everything that was said, once valid."""
        return Writing(**{"words": "", **self.cleaned_data})


class WordingForm(NHSForm):
    """How the practice words one kind of letter, and why."""

    subject = forms.CharField(label="Subject", max_length=120)
    body = TextField(label="Letter", rows=22, max_length=20000)
    reason = TextField(
        label="Reason for the change", rows=2, max_length=500, error_messages={"required": "Enter the reason for the change"}
    )
