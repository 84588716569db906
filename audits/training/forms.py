"""Asking for a clip, preparing it, deciding on it, taking it out."""

import math
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audits.training.rules import Cut, Wish
from callgov.ui.fields import PositionField
from callgov.ui.formats import position
from callgov.ui.forms import DateField, NHSForm, TextField
from callgov.ui.reading import read_position
from recordings.models import Recording

USUAL = timedelta(days=180)


class ProposeForm(NHSForm):
    """Why the call is wanted, and how the caller agreed."""

    why = TextField(label="What shall colleagues learn from it?", rows=3, max_length=1000)
    caller_agreed = TextField(
        label="How and when did the caller agree?", rows=2, max_length=500,
        help_text="For example, by telephone on 3 November, noted in the record. Do not name the caller.",
    )  # fmt: skip

    def wish(self) -> Wish:
        """As the service takes it."""
        return Wish(**self.cleaned_data)


class CutForm(NHSForm):
    """Which stretch, and what of it must not be heard."""

    start = PositionField(label="From", error_messages={"required": "Enter where the clip begins, like 0:41.2"})
    end = PositionField(label="To", error_messages={"required": "Enter where the clip ends, like 1:46.8"})
    parts = TextField(
        label="Parts to silence", rows=4, required=False,
        help_text="One a line, like 0:41.2 to 0:46.8: names, dates of birth, addresses, whatever tells who the caller is.",
    )  # fmt: skip
    nothing_silenced = forms.CharField(
        label="If no part is silenced: why not", max_length=300, required=False, help_text="For example, no name is said in this stretch."
    )

    def __init__(self, data: Any = None, *, call: Recording) -> None:
        seconds = (call.duration_ms or 0) / 1000
        super().__init__(data, initial={"start": 0, "end": math.floor(seconds * 10) / 10})
        for name in ("start", "end"):
            self.fields[name].ends_at = seconds  # type: ignore[attr-defined]
        self.fields["end"].help_text = f"The recording ends at {position(seconds)}."

    def clean_parts(self) -> list[tuple[int, int]]:
        """The parts in milliseconds."""
        return [_part(number, line) for number, line in enumerate(self.cleaned_data["parts"].splitlines(), 1) if line.strip()]

    def cut(self) -> Cut:
        """As the service takes it."""
        given = self.cleaned_data
        return Cut(round(given["start"] * 1000), round(given["end"] * 1000), given["parts"], given["nothing_silenced"])


def _part(number: int, line: str) -> tuple[int, int]:
    edges = [read_position(edge.strip()) for edge in line.split(" to ")]
    if len(edges) != 2 or None in edges:
        raise ValidationError(f"Line {number}: write it like 0:41.2 to 0:46.8")
    start, end = (round((edge or 0) * 1000) for edge in edges)
    return start, end


class DecideForm(NHSForm):
    """Until when the clip may be heard; or what must be changed."""

    expires_on = DateField(label="In the library until the end of", past=False, help_text="A year at most.")
    note = TextField(label="What must be changed", rows=2, required=False, max_length=500, help_text="Only if you send it back.")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"expires_on": today + USUAL})


class WithdrawForm(NHSForm):
    """Why a clip is taken out."""

    reason = TextField(label="Why is it taken out?", rows=2, max_length=500, error_messages={"required": "Enter the reason"})
