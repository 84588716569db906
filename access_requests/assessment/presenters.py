"""The page of an assessment, and assessments on the page of a request."""

from collections.abc import Iterable
from typing import Any

from access_requests.assessment.forms import AssessmentForm
from access_requests.assessment.queries import ToWeigh
from access_requests.models import Asker
from callgov.ui.formats import masked, nhs_when
from callgov.ui.parts import Row
from recordings.models import Recording


def page(case: ToWeigh, form: AssessmentForm) -> dict[str, Any]:
    """The call, the two numbers side by side, and the form."""
    call: Recording = case.recording
    asker: Asker | None = case.facts.asker
    rows = [
        Row("Call", nhs_when(call.started_at)),
        Row("Direction", call.get_direction_display()),
        Row("Extension", call.extension.number if call.extension else None),
        Row("Number of the call", "Withheld" if call.withheld else masked(call.external_e164 or call.external_raw)),
        *([Row("Their number", [masked(asker.telephone) if asker.telephone else "Not known", *differs(asker, [call])])] if asker else []),
    ]
    return {"reference": case.request.reference, "rows": rows, "form": form, "standing": case.standing}


def differs(asker: Asker, calls: Iterable[Recording]) -> list[str]:
    """Says so when the number of a call is not the number of who asks."""
    other = [call for call in calls if call.external_e164 and asker.telephone_e164 and call.external_e164 != asker.telephone_e164]
    return ["It differs from the number of the call. If you are not sure that it is them, check who asks again."] if other else []
