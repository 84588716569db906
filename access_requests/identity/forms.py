"""The check of who asks, on one page (S10)."""

from typing import Any

from django import forms

from access_requests.facts import NEED_AUTHORITY
from access_requests.identity.queries import Checked, match_of
from access_requests.identity.rules import PROOFS, Found
from access_requests.models import Capacity, Competence, Result, Seen
from callgov.ui.forms import ChecksField, DateField, NHSForm, RadioField, TextField

_FIRST = (Result.CONFIRMED, Result.ASKED, Result.IN_DOUBT)
_DPOS = (Result.CONFIRMED, Result.ASKED, Result.NOT_CONFIRMED)


class IdentityForm(NHSForm):
    """What was seen, and the result; for somebody who asks for another, by what right."""

    seen = ChecksField(
        label="What shows who they are?", help_text="Say what you saw. Do not keep a copy.", choices=Seen.choices, required=False
    )
    shared = forms.BooleanField(label="Other patients have this number in their record too", required=False)
    proofs = ChecksField(label="What shows that they may ask for the other person?", required=False)
    lacks_capacity = forms.BooleanField(label="The patient lacks the capacity to ask for themselves", required=False)
    scope = forms.CharField(label="What the power or order covers", required=False, max_length=200)
    child_age = forms.IntegerField(label="Age of the child", required=False, min_value=0, max_value=17)
    competence = RadioField(label="Does the child understand?", required=False, choices=[("", "Not asked"), *Competence.choices])
    competence_by = forms.CharField(label="Who found that", required=False, max_length=120)
    competence_on = DateField(label="When", required=False, future=False)
    result = RadioField(label="Result", error_messages={"required": "Select the result"})
    note = TextField(
        label="Note", help_text="For a doubt: what it is. Leave out clinical details.", required=False, rows=2, max_length=2000
    )

    def __init__(self, data: Any = None, *, checked: Checked, is_dpo: bool) -> None:
        asker = checked.asker
        self.checked, self.capacity = checked, asker.capacity if asker else Capacity.CALLER
        super().__init__(data, initial={"child_age": asker.child_age if asker else None})
        self.fields["result"].choices = [(one.value, _words(one)) for one in (_DPOS if is_dpo else _FIRST)]  # type: ignore[attr-defined]
        self._leave_out()

    def _leave_out(self) -> None:
        """What this capacity does not need."""
        if self.capacity not in NEED_AUTHORITY:
            self._drop("proofs")
        else:
            self.fields["proofs"].choices = [(one.value, one.label) for one in PROOFS[self.capacity]]  # type: ignore[attr-defined]
        if self.capacity != Capacity.ATTORNEY:
            self._drop("lacks_capacity", "scope")
        if self.capacity != Capacity.PARENT:
            self._drop("child_age", "competence", "competence_by", "competence_on")

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def found(self) -> Found:
        """What was found. Only of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "shared" and value is not None}
        return Found(**given, number_match=match_of(self.checked, shared=self.cleaned_data["shared"]))


def _words(result: Result) -> str:
    return "In doubt: send it to the Data Protection Officer" if result == Result.IN_DOUBT else str(result.label)
