"""The trail's pages: the reader (S40), one's own acts, the bundle."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.roles import Action
from callgov.trail import queries, services, words
from callgov.trail.forms import PurposeForm, TermsForm, one_day, read_before
from callgov.trail.reading import Purpose
from callgov.trail.rules import refuse_unexplained
from callgov.ui.parts import Act

_SAID = "trail_purpose"  # in the session: one visit, one purpose


@requires(Action.READ_TRAIL)
def read(request: HttpRequest) -> HttpResponse:
    """The trail by person, kind, request, recording and day; opens on today, once the reader has said why (S40)."""
    purpose = _purpose(request)
    if request.method == "POST" or purpose is None or refuse_unexplained(purpose):
        return _say_why(request, request.get_full_path())
    form = TermsForm(request.GET or one_day(clock.today()))
    context: dict[str, Any] = {"form": form, "purpose": words.purpose(purpose), "bundle": _bundle()}
    if form.is_valid():
        reading = services.open_reading(reader=actor_of(request), purpose=purpose, terms=form.terms(read_before(request.GET)))
        context |= _table(queries.found(reading), form.data, linked=True)
    return render(request, "trail/read.html", context)


@requires(Action.READ_TRAIL)
def why(request: HttpRequest) -> HttpResponse:
    """Say another purpose for the rest of this visit."""
    return _say_why(request, reverse("trail"))


@requires(Action.SEE_HOME)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one did oneself: everybody's to see (AU-11)."""
    found = queries.own_acts(actor_of(request), read_before(request.GET))
    return render(request, "trail/mine.html", _table(found, request.GET, linked=False))


@requires(Action.READ_TRAIL)
@require_POST
def bundle(request: HttpRequest) -> HttpResponseBase:
    """The sealed trail as a file that a stand-alone program checks; taking it is recorded first."""
    now = clock.now()
    lines = services.open_bundle(purpose=_purpose(request), now=now)
    disposition = f'attachment; filename="trail-{clock.local_day(now).isoformat()}.jsonl"'
    return StreamingHttpResponse(lines, content_type="application/jsonl", headers={"Content-Disposition": disposition})


def _bundle() -> Act:
    effect = "A file of every sealed entry, which anyone can check with the program verify_bundle.py. Taking it is recorded."
    return Act("Download bundle", reverse("trail_bundle"), effect=effect, variant="secondary")


def _purpose(request: HttpRequest) -> Purpose | None:
    said = request.session.get(_SAID)
    return Purpose(**said) if said else None


def _say_why(request: HttpRequest, back: str) -> HttpResponse:
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        said = form.purpose()
        request.session[_SAID] = {"why": said.why, "words": said.words}
        return redirect(back)
    return render(request, "trail/why.html", {"form": form})


def _table(found: queries.Found, asked: Mapping[str, Any], *, linked: bool) -> dict[str, Any]:
    checked = queries.last_check()
    terms = urlencode({name: asked[name] for name in asked if name != "before"})
    return {
        "columns": words.COLUMNS,
        "rows": [words.row(entry, checked, linked=linked) for entry in found.entries],
        "standing": words.standing(checked, queries.head()) if linked else (),
        "older_url": f"?{terms}&before={found.older}" if found.older else "",
        "later_url": f"?{terms}" if "before" in asked else "",
    }
