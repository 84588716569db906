"""What came of an import: counts, and a sentence for everything that did not go in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from callgov.refusals import Refusal


class Said(NamedTuple):
    """Why something did not go in, and the name of the file it is about, if there is one."""

    refusal: Refusal
    about: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.refusal}" if self.about else str(self.refusal)


@dataclass
class Outcome:
    """Counts as an ImportRun keeps them, and what is to be said of an import.

    `refusals` are of what stayed outside, `aside` of what went to quarantine, `notes` of what is in.
    """

    taken_in: int = 0
    known_already: int = 0
    records_only: int = 0
    quarantined: int = 0
    refused: int = 0
    refusals: list[Said] = field(default_factory=list)
    aside: list[Said] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: getattr(self, name) for name in ("taken_in", "known_already", "records_only", "quarantined", "refused")}

    def refuse(self, refusal: Refusal, about: str = "") -> None:
        """Count something that stays outside."""
        self.refused += 1
        self.refusals.append(Said(refusal, about))

    def set_aside(self, refusal: Refusal, about: str) -> None:
        """Keep the sentence of something in quarantine; it is counted when it goes in."""
        self.aside.append(Said(refusal, about))

    @property
    def all_in(self) -> bool:
        """Whether everything went in, or was in already."""
        return not self.refusals and not self.aside

    def note(self, sentence: str, about: str = "") -> None:
        """Keep a sentence about something that did go in, or was in already."""
        self.notes.append(f"{about}: {sentence}" if about else sentence)
