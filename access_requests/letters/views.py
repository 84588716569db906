"""Writing and reading letters, and wording them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access_requests.clocks import presenters as clock_presenters
from access_requests.letters import drafts, presenters, queries, services
from access_requests.letters.forms import LetterForm, WordingForm
from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.documents import pdf
from callgov.middleware import note_refusal
from callgov.refusals import Refused, insist
from callgov.roles import Action

_ACTS = {True: services.preview, False: services.send_letter}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDLE_CASES)
def letter_new(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Write a letter: what it does to the clock, how it will read, and then it is sent."""
    person, now = actor_of(request), clock.now()
    draft = drafts.draft(person, reference, kind, now)
    insist(draft.refusal)
    form = LetterForm(request.POST or None, sort=draft.sort, late=draft.is_late, initial=draft.initial)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        act = partial(_ACTS["preview" in request.POST], reference=reference, kind=draft.sort.kind, actor=person, now=now)
        try:
            made = act(writing=form.writing())
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error(next(iter(form.fields)), str(refused.refusal))
        else:
            if "preview" not in request.POST:
                messages.success(request, f"{draft.sort.button}: done. The letter is kept as it was sent.")
                return redirect(draft.case.url)
            shown = presenters.reading(made, draft.case)
    dates = clock_presenters.both_dates(draft.found, draft.if_answered)
    return render(request, "access_requests/letters/write.html", {"draft": draft, "form": form, "dates": dates, **shown})


@require_safe
@requires(Action.HANDLE_CASES)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as it was sent."""
    return render(request, "access_requests/letters/letter.html", presenters.reading(*queries.letter(actor_of(request), pk, clock.now())))


@require_safe
@requires(Action.HANDLE_CASES)
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as an accessible PDF."""
    found, _case = queries.letter(actor_of(request), pk, clock.now())
    answer = HttpResponse(pdf(presenters.paper(found)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}-letter-{found.pk}.pdf"'
    return answer


@require_safe
@requires(Action.KEEP_SETTINGS)
def letter_wordings(request: HttpRequest) -> HttpResponse:
    """How each kind of letter is worded."""
    return render(request, "access_requests/letters/wordings.html", presenters.wordings(queries.all_worded()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_SETTINGS, fresh=True)
def letter_wording(request: HttpRequest, kind: str, right: str) -> HttpResponse:
    """Word one kind of letter anew."""
    right = "" if right == "every" else right
    worded = queries.worded(kind, right)
    form = WordingForm(request.POST or None, initial={"subject": worded.wording.subject, "body": worded.wording.body})
    if request.method == "POST" and form.is_valid():
        try:
            services.word_letter(kind=kind, right=right, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            note_refusal(request, refused)
            form.add_error("body", str(refused.refusal))
        else:
            messages.success(request, "Letter worded. It holds for what is sent from now on.")
            return redirect("letter_wordings")
    context = {"worded": worded, "form": form, "gaps": presenters.gaps(worded.kind), "sort": queries.sort_label(worded.kind)}
    return render(request, "access_requests/letters/wording.html", {**context, "for_right": queries.right_label(right)})
