"""A form field for one paper; its value is a `services.Paper`, already looked into."""

from typing import Any

from django.core.exceptions import ValidationError

from callgov.ui.forms import UploadField
from recordings.attachments import rules
from recordings.attachments.kinds import ENDS, clean_name
from recordings.attachments.services import Paper, largest


class PaperField(UploadField):
    """One file of the kinds that may be attached, judged by its content."""

    def __init__(self, **options: Any) -> None:
        super().__init__(kinds=ENDS, **options)

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """The file's name and bytes. Raises ValidationError with the rule's sentence."""
        file = super().clean(data, initial)
        if not file:
            return None
        paper = Paper(clean_name(file.name), file.read())
        refusal = rules.refuse_paper(paper.name, paper.content, largest())
        if refusal is not None:
            raise ValidationError(str(refusal), code=refusal.code)
        return paper
