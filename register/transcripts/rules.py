"""When text may leave: only certified."""

from callgov.policy import enforces
from callgov.refusals import Refusal

NOT_CERTIFIED = Refusal("not-certified", "A named person must certify the transcript.", "Open it beside the recording and certify it.")
NEWER = Refusal("newer-version", "There is a newer version of this transcript.", "Certify the newest.")


def refuse_writing(lines: int) -> Refusal | None:
    """A version says something."""
    return None if lines else Refusal("no-lines", "Enter what is said, one line a turn.")


@enforces("AC-9")
def refuse_certifying(*, number: int, newest: int, certified: bool) -> Refusal | None:
    """The newest version is certified, once."""
    if number != newest:
        return NEWER
    return Refusal("certified-already", "This version is certified already.") if certified else None


@enforces("AC-9")
def refuse_text(*, certified: bool) -> Refusal | None:
    """Text that nobody certified does not leave."""
    return None if certified else NOT_CERTIFIED
