"""What may be attached, and what may still be read. Pure."""

from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.ui.formats import file_size
from recordings.attachments.kinds import ENDS, kind_of_name
from recordings.models import Attachment

MEGABYTE = 1024 * 1024
NOT_THERE = Refusal("not-there", "There is no such paper.")
DESTROYED = Refusal("paper-destroyed", "This paper was destroyed when its period ended.")


@enforces("AC-1")
def refuse_paper(name: str, content: bytes, most: int) -> Refusal | None:
    """A paper is one of a few kinds, is inside what its name says, holds something, and has `most` bytes at most."""
    if not content:
        return Refusal("empty-file", "The selected file is empty.")
    if len(content) > most:
        return Refusal("too-large", f"The selected file must be smaller than {file_size(most)}.")
    claimed = kind_of_name(name)
    if claimed is None:
        return Refusal("file-kind", f"The selected file must be a {', '.join(ENDS[:-1])} or {ENDS[-1]}.")
    if not claimed.holds(content):
        return Refusal("not-what-it-says", f"The selected file is not a {claimed.words}, although its name says so.")
    return None


def refuse_destroyed(paper: Attachment) -> Refusal | None:
    """What was destroyed cannot be read."""
    return None if paper.destroyed_at is None else DESTROYED
