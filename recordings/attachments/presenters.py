"""How papers stand on the pages of a case."""

from collections.abc import Iterable

from django.urls import reverse

from callgov.ui.formats import file_size, nhs_date
from callgov.ui.parts import Link, Row
from recordings.attachments.kinds import words_of
from recordings.models import Attachment


def paper_rows(papers: Iterable[Attachment]) -> list[Row]:
    """One row a paper: what it is, the way to it, who added it when, and until when it is kept."""
    return [Row(paper.title, [_link(paper), _facts(paper)]) for paper in papers]


def _link(paper: Attachment) -> Link | str:
    if paper.destroyed_at is not None:
        return f"Destroyed on {nhs_date(paper.destroyed_at)}"
    words = f"Download ({words_of(paper.content_type)}, {file_size(paper.size)})"
    return Link(words, reverse("attachment", args=[paper.pk]), hidden=f": {paper.title}")


def _facts(paper: Attachment) -> str:
    kept = f", kept until {nhs_date(paper.destroy_on)}" if paper.destroy_on and paper.destroyed_at is None else ""
    return f"Added by {paper.added_by.get_full_name()} on {nhs_date(paper.added_at)}{kept}"
