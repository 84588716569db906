"""The breach register of a year, and the answers for the incident tool as a page and as a paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from breaches import queries
from breaches.presenters import answers, register
from breaches.services.answering import take_answers
from callgov import clock, documents
from callgov.authorisation import actor_of, requires
from callgov.roles import Action


@requires(Action.HANDLE_BREACHES)
@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    """Every breach of a year, with counts and pictures."""
    asked = request.GET.get("year", "")
    year = queries.year(int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else None, clock.now())
    return render(request, "breaches/register.html", register.page(year))


@requires(Action.HANDLE_BREACHES)
@require_safe
def breach_answers(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers, to be copied field by field."""
    case = queries.case(actor_of(request), reference, clock.now())
    return render(request, "breaches/answers.html", answers.page(case, queries.officers(case.today)))


@requires(Action.HANDLE_BREACHES)
@require_POST
def breach_answers_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers as an accessible PDF; that they were taken is recorded."""
    case = queries.case(actor_of(request), reference, clock.now())
    paper = documents.pdf(answers.paper(case, queries.officers(case.today)))
    take_answers(case=case)
    name = f'attachment; filename="{reference}-answers.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
