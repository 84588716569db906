"""Answering a result, asking for a second look, answering a concern."""

from django import forms

from callgov.ui.forms import NHSForm, TextField


class ReadForm(NHSForm):
    """A reply, if one likes."""

    words = TextField(
        label="Your reply", rows=3, required=False, max_length=4000, help_text="Your assessor and the Practice Manager read it."
    )


class DisputeForm(NHSForm):
    """What should be looked at again, and why."""

    words = TextField(
        label="Which call or criterion, and why?", rows=4, max_length=4000,
        error_messages={"required": "Say which call or criterion you ask to be looked at again, and why"},
    )  # fmt: skip


class ConcernForm(NHSForm):
    """What was done about a concern."""

    words = TextField(label="What was done", rows=3, max_length=4000, error_messages={"required": "Enter what was done"})
    close = forms.BooleanField(label="This concern is settled", required=False)
