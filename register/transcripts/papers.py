"""A transcript as it leaves: plain text, and PDF/UA-1 with who certified it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from callgov import clock
from callgov.documents import Document, Facts, Grid, Small, pdf
from callgov.documents.blocks import Block
from callgov.ui.formats import nhs_date, nhs_when, position
from register.transcripts.lines import Line, write

SAID = "Parts marked [silenced] are left out, as in the recording given for the same request."


@dataclass(frozen=True)
class Certified:
    """What stands at the head: which call, and whose word it is."""

    reference: str
    called_at: datetime
    certified_by: str
    certified_at: datetime

    @property
    def words(self) -> str:
        """The certificate as a sentence."""
        return f"Certified as a true transcript by {self.certified_by} on {nhs_date(self.certified_at)}."


def as_text(lines: Sequence[Line], head: Certified) -> bytes:
    """Plain text in UTF-8."""
    said = [f"Transcript, request {head.reference}", f"Call of {nhs_when(head.called_at)}", head.words, SAID, "", write(lines), ""]
    return "\n".join(said).encode()


def as_pdf(lines: Sequence[Line], head: Certified) -> bytes:
    """PDF/UA-1: a table of times, speakers and words."""
    rows = [(position(line.from_ms / 1000), line.speaker, line.words) for line in lines]
    facts = [("Request", head.reference), ("Call", nhs_when(head.called_at)), ("Certificate", head.words)]
    blocks: list[Block] = [Facts(facts), Small(SAID), Grid("What is said", ("Time", "Speaker", "Words"), rows, (2, 3, 12))]
    return pdf(Document("Transcript of a telephone call", clock.local_day(head.certified_at), blocks, issuer=settings.PRACTICE_NAME))
