"""Recording an answer of theirs, and taking a question back."""

from callgov.ui.forms import DateField, NHSForm, TextField


class AnswerForm(NHSForm):
    """When it came, and what it said as far as it matters here."""

    on = DateField(label="When did it reach us?", future=False, help_text="The day on which anyone here had it, a weekend too.")
    words = TextField(label="What did they answer?", required=False, rows=3, max_length=2000)


class TakeBackForm(NHSForm):
    """Why a question should not have stood."""

    words = TextField(label="Why is it taken back?", rows=3, max_length=500, error_messages={"required": "Say why"})
    field_order = ("words",)
