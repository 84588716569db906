"""The verbs of silencing: begin, mark, take out, send, check, tidy up. The only writers of redactions."""

from register.redaction.services.checking import confirm, note_heard, refuse_checker, send_back
from register.redaction.services.marking import begin, discard, mark, set_cover, unmark, unmark_undone
from register.redaction.services.sending import send
from register.redaction.services.tidying import destroy_previews

__all__ = [
    "begin", "confirm", "destroy_previews", "discard", "mark", "note_heard", "refuse_checker", "send", "send_back", "set_cover", "unmark",
    "unmark_undone",
]  # fmt: skip
