"""The forms about copies that are out."""

from typing import Any

from django import forms

from access_requests.models import CopyFormat, RecipientType
from callgov.ui.forms import DateField, NHSForm, RadioField, TextField
from register.custody.rules import LONGEST_NOTE, RECEIPTS
from register.models import HolderAsked


class DeletedForm(NHSForm):
    """That a holder's copy is gone: since when, and how we know (S23)."""

    deleted_on = DateField(label="When it was deleted", future=False)
    evidence = forms.CharField(
        label="How we know",
        max_length=LONGEST_NOTE,
        help_text="For example, “email from the ward clerk, 4 May”.",
        error_messages={"required": "Say how you know that the copy was deleted"},
    )


class ReceiptForm(NHSForm):
    """What shows that a copy arrived, in the words of how it was handed over."""

    handed_on = DateField(label="Handed over on", future=False)
    detail = forms.CharField(max_length=160)

    def __init__(self, *args: Any, method: str, **options: Any) -> None:
        """`method` is how the copy was handed over."""
        super().__init__(*args, **options)
        self.fields["detail"].label, self.fields["detail"].help_text = RECEIPTS[method]
        self.fields["detail"].error_messages["required"] = "Enter what shows that it arrived"


class WrongRecipientForm(NHSForm):
    """One sentence is enough; the breach report asks for the rest."""

    what_happened = TextField(
        label="What happened?",
        rows=3,
        help_text="For example, “the link went to another patient with the same surname”. Leave out clinical details.",
        error_messages={"required": "Say what happened, in one sentence"},
    )


class AskAgainForm(NHSForm):
    """How the holder is asked."""

    how = RadioField(label="How do you ask them?", choices=HolderAsked.How.choices)

    def __init__(self, *args: Any, has_address: bool, **options: Any) -> None:
        """Mail is a choice only for a holder who gave an address."""
        super().__init__(*args, **options)
        self.fields["how"].choices = [one for one in HolderAsked.How.choices if has_address or one[0] != HolderAsked.How.EMAIL]  # type: ignore[attr-defined]


class OnwardForm(NHSForm):
    """To whom a copy is to go further, why, and in which format (AC-11)."""

    reason = TextField(label="Why do they need it?", rows=3, error_messages={"required": "Enter the reason for the request"})
    recipient_name = forms.CharField(label="Who is it for?", max_length=120)
    recipient_organisation = forms.CharField(label="Organisation", max_length=120, required=False)
    recipient_type = RadioField(label="Who they are", choices=RecipientType.choices)
    wanted_format = RadioField(label="Format they want", choices=CopyFormat.choices)
