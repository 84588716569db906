"""The forms of silencing: one part, what is heard in its place, the second person's decision."""

from typing import Any

from django import forms

from callgov.ui.formats import position
from callgov.ui.forms import NHSForm, PositionField, RadioField, TextField
from recordings.models import Recording
from register.models import Cover, Ground, RedactionSpan, Side
from register.redaction.rules import Part


class PartForm(NHSForm):
    """A part to silence: both edges typed, a ground, a note (S14). One side without edges is all of that side."""

    start = PositionField(label="From", error_messages={"required": "Enter where the part begins, like 0:41.2"})
    end = PositionField(label="To", error_messages={"required": "Enter where the part ends, like 0:46.8"})
    side = RadioField(label="Whose voice", choices=Side.choices, inline=True)
    ground = forms.ChoiceField(
        label="Why it is silenced", choices=[("", "Select a reason"), *Ground.choices],
        error_messages={"required": "Choose why this part is silenced"},
    )  # fmt: skip
    note = forms.CharField(
        label="Note", max_length=300, required=False, help_text="Only for the second person and the record. Leave out clinical details."
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Recording, **options: Any) -> None:
        """`call` gives the end of the recording and whether its sides can be told apart."""
        super().__init__(*args, **options)
        self._duration_ms = call.duration_ms or 0
        seconds = self._duration_ms / 1000
        for name in ("start", "end"):
            self.fields[name].ends_at = seconds  # type: ignore[attr-defined]
        self.fields["end"].help_text = f"The recording ends at {position(seconds)}."
        self.fields["side"].help_text = "To silence all of one side, leave From and To blank."
        if (call.channels or 1) < 2:
            del self.fields["side"]
        elif self.data.get("side") in (Side.CALLER, Side.PRACTICE) and not any(self.data.get(name) for name in ("start", "end")):
            self.fields["start"].required = self.fields["end"].required = False

    def part(self) -> Part:
        """The cleaned answers as the rules take them."""
        given, start, end = self.cleaned_data, 0, self._duration_ms
        if given["start"] is not None:
            start, end = round(given["start"] * 1000), round(given["end"] * 1000)
        return Part(start, end, given.get("side") or Side.BOTH, given["ground"], given["note"])


def initial_of(span: RedactionSpan | None) -> dict[str, Any]:
    """What the form holds at first: nothing, or the part that is changed."""
    if span is None:
        return {"side": Side.BOTH}
    return {
        "start": span.from_ms / 1000, "end": span.until_ms / 1000, "side": span.side, "ground": span.ground, "note": span.note,
        "replaces": span.pk,
    }  # fmt: skip


class CoverForm(NHSForm):
    """What is heard in place of the parts."""

    cover = RadioField(label="What is heard instead", choices=Cover.choices)


class CheckForm(NHSForm):
    """The second person's answer (S15)."""

    someone_else = RadioField(
        label="Is anyone else still heard or named?", choices=[("no", "No"), ("yes", "Yes")], inline=True,
        error_messages={"required": "Answer whether anyone else is still heard or named"},
    )  # fmt: skip
    note = TextField(label="What must be changed", required=False, rows=3, help_text="Only if you send it back. Say where, like 1:23.")


class HeardForm(forms.Form):
    """A stretch that was heard, `from` and `to` in seconds."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update({"from": forms.FloatField(min_value=0), "to": forms.FloatField(min_value=0)})
