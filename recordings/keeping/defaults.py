"""The schedule that a practice starts with (law.md 5.5), as data. Every period can be changed, with a reason."""

from dataclasses import dataclass

from recordings.models import AtEnd, Covers, RunsFrom


@dataclass(frozen=True)
class Line:
    """One line of the schedule: what it is called, for how many calendar months it is kept, from when, what then, and on which basis."""

    name: str
    covers: Covers
    months: int
    runs_from: RunsFrom
    at_end: AtEnd
    basis: str


SCHEDULE = (
    Line(
        "Routine call audio", Covers.CALLS, 36, RunsFrom.CALL, AtEnd.DESTROY,
        "No law sets one period. Three years is within the time in which most claims are made, and what other practices publish.",
    ),
    Line(
        "Audio of a complaint, claim or incident", Covers.LINKED, 72, RunsFrom.CLOSURE, AtEnd.REVIEW,
        "Six years after the case closed (Limitation Act 1980); ten where it is kept with a complaint file.",
    ),
    Line(
        "Audio that is the only clinical record", Covers.CLINICAL, 120, RunsFrom.CALL, AtEnd.TRANSFER,
        "It is part of the care record and kept as that is: written into the record or moved there, never destroyed here by schedule.",
    ),
    Line(
        "Call records without audio", Covers.METADATA, 36, RunsFrom.CALL, AtEnd.DESTROY,
        "As long as routine audio, and one year at least (NHS Records Management Code: records of telephone systems).",
    ),
    Line(
        "Files of requests", Covers.REQUEST_FILE, 36, RunsFrom.CLOSURE, AtEnd.DESTROY,
        "Three years after the request closed; six where it went to appeal.",
    ),
    Line(
        "Release register", Covers.REGISTER, 72, RunsFrom.RELEASE, AtEnd.REVIEW,
        "Six years after the release (Limitation Act 1980).",
    ),
    Line(
        "Consultation audits", Covers.AUDIT, 60, RunsFrom.AUDIT, AtEnd.DESTROY,
        "Five years (NHS Records Management Code: clinical audit). A person's own result lies in their HR file.",
    ),
    Line(
        "Breach records", Covers.BREACH, 120, RunsFrom.CLOSURE, AtEnd.REVIEW,
        "Ten years after the breach closed; twenty for a serious one.",
    ),
    Line(
        "Certificates of destruction", Covers.CERTIFICATE, 240, RunsFrom.ISSUE, AtEnd.REVIEW,
        "Twenty years, as proof of what was destroyed.",
    ),
    Line(
        "Trail of who heard what", Covers.TRAIL, 60, RunsFrom.EVENT, AtEnd.REVIEW,
        "The life of the audio and two years more, six months at least (NHS Records Management Code sets no period for it).",
    ),
)  # fmt: skip

# Shorter than this a kind may not be kept, in months.
LEAST = {Covers.METADATA: 12, Covers.TRAIL: 6}
