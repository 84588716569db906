"""The page on which who asks is checked."""

from typing import Any

from access_requests.facts import NEED_AUTHORITY
from access_requests.identity.forms import IdentityForm
from access_requests.identity.queries import Checked, match_of
from access_requests.identity.rules import why_no_authority
from access_requests.models import Capacity
from callgov.refusals import Refusal
from callgov.ui.formats import masked
from callgov.ui.parts import Row
from recordings.models import Recording


def page(checked: Checked, form: IdentityForm, refusal: Refusal | None) -> dict[str, Any]:
    """What we must be sure of, the two numbers side by side, and the form or why there is none."""
    asker, request = checked.asker, checked.request
    capacity = Capacity(asker.capacity) if asker else Capacity.CALLER
    rows = [
        Row("Asks", asker.name if asker else request.requester.get_full_name()),
        Row("As", capacity.label),
        *([Row("For", asker.on_behalf_of or None)] if asker and capacity in NEED_AUTHORITY else []),
        Row("Their number", masked(asker.telephone) if asker and asker.telephone else None),
        Row("Number of the call", masked(request.external_raw) if request.external_e164 else request.external_raw or None),
        *([Row("Number of the calls found", [_number(call) for call in checked.found])] if checked.found else []),
        Row("The numbers", match_of(checked, shared=False).label),
    ]
    needs = why_no_authority(capacity) if capacity in NEED_AUTHORITY else None
    return {"reference": request.reference, "rows": rows, "form": form, "refusal": refusal, "needs": needs}


def _number(call: Recording) -> str:
    return "Withheld" if call.withheld else masked(call.external_e164 or call.external_raw)
