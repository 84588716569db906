"""What came of an import: counts, and a sentence for everything that did not go in."""

from dataclasses import dataclass, field

from callgov.refusals import Refusal


@dataclass
class Outcome:
    """Counts as an ImportRun keeps them, and sentences, each with the file in front that it is about.

    `refusals` are of what stayed outside, `aside` of what went to quarantine, `notes` of what is in.
    """

    taken_in: int = 0
    known_already: int = 0
    records_only: int = 0
    quarantined: int = 0
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: getattr(self, name) for name in ("taken_in", "known_already", "records_only", "quarantined", "refused")}

    def refuse(self, refusal: Refusal, about: str = "") -> None:
        """Count something that stays outside."""
        self.refused += 1
        self.refusals.append(f"{about}: {refusal}" if about else str(refusal))

    def set_aside(self, refusal: Refusal, about: str) -> None:
        """Keep the sentence of something in quarantine; it is counted when it goes in."""
        self.aside.append(f"{about}: {refusal}")

    @property
    def all_in(self) -> bool:
        """Whether everything went in, or was in already."""
        return not self.refusals and not self.aside

    def note(self, sentence: str, about: str = "") -> None:
        """Keep a sentence about something that did go in, or was in already."""
        self.notes.append(f"{about}: {sentence}" if about else sentence)
