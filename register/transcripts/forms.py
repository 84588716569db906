"""The form on which a transcript is typed beside the player."""

from typing import Any

from callgov.ui.forms import NHSForm, TextField
from register.transcripts.lines import Line, Unreadable, read


class TranscriptForm(NHSForm):
    """What is said, one turn a line: time, speaker, words (S16)."""

    text = TextField(
        label="What is said", rows=16, help_text="One turn a line: time, who speaks, words. For example, 0:41.2 Caller: Good morning",
        error_messages={"required": "Enter what is said"},
    )  # fmt: skip

    def __init__(self, *args: Any, duration_ms: int, **options: Any) -> None:
        """`duration_ms` is where the recording ends."""
        super().__init__(*args, **options)
        self._duration_ms = duration_ms
        self.lines: list[Line] = []

    def clean(self) -> dict[str, Any]:
        """The text as lines."""
        cleaned = super().clean()
        try:
            self.lines = read(cleaned.get("text") or "", self._duration_ms)
        except Unreadable as unreadable:
            self.add_error("text", str(unreadable))
        return cleaned
