"""The forms of an inspection."""

from typing import Any

from django import forms

from callgov.people.models import User
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField


class AnswerForm(NHSForm):
    """Two presses a line: agrees or not, and go on. What does not agree needs a note."""

    agrees = RadioField(
        label="Does the line agree with the records?", choices=[("yes", "Agrees"), ("no", "Does not agree")], reveals={"no": "note"}
    )
    note = forms.CharField(label="What does not agree", max_length=500)


class SignForm(NHSForm):
    """What was found, in words."""

    findings = TextField(label="What you found", rows=5, help_text="Also what was good. Leave out names of patients.")


class ActionForm(NHSForm):
    """What must be done, by whom and by when."""

    what = forms.CharField(label="What must be done", max_length=300)
    owner = forms.ModelChoiceField(label="By whom", queryset=User.objects.none(), empty_label="Choose a person")
    due = DateField(label="By when", past=False)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        """`people` are those who can be asked."""
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DoneForm(NHSForm):
    """How one knows that an action is done."""

    evidence = forms.CharField(label="How you know that it is done", max_length=300)
