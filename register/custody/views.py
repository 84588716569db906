"""Pages about copies that are out (S23), their receipts, the wrong recipient, sharing further; and the holder's own page."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import actor_of, public, requires
from callgov.refusals import Refused
from callgov.roles import Action
from register import queries as register
from register.custody import presenters, queries, rules
from register.custody.forms import AskAgainForm, DeletedForm, OnwardForm, ReceiptForm, WrongRecipientForm
from register.custody.services.holding import ask_holder, confirm_by_link, confirm_deleted, record_receipt
from register.custody.services.missending import report_wrong_recipient
from register.custody.services.sharing import Onward, ask_onward
from register.services.reading import note_reading
from register.services.releasing import end_link

PAGE = 25


@require_GET
@requires(Action.READ_REGISTER)
def copies(request: HttpRequest) -> HttpResponse:
    """Copies whose holders must still confirm that they deleted them, soonest first."""
    today, group = clock.today(), request.GET.get("group", "")
    page = Paginator(queries.out_in(group, today, today + rules.SOON), PAGE).get_page(request.GET.get("page"))
    note_reading(lines=len(page.object_list))
    sizes = queries.groups(today, today + rules.SOON)
    return render(request, "register/copies.html", presenters.copies_page(page, sizes, group, actor_of(request), today))


@require_GET
@requires(Action.READ_REGISTER)
def holders(request: HttpRequest) -> HttpResponse:
    """Who holds copies, and how many."""
    page = Paginator(queries.holders(clock.today()), PAGE).get_page(request.GET.get("page"))
    note_reading(lines=len(page.object_list))
    return render(request, "register/holders.html", presenters.holders_page(page))


@require_http_methods(["GET", "POST"])
@requires(Action.KEEP_REGISTER)
def copy_deleted(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Record that a holder's copy is gone, since when and how we know."""
    copy = register.release_for(actor_of(request), release_id)
    form = DeletedForm(request.POST or None, initial={"deleted_on": clock.today()})
    if form.is_valid():
        try:
            confirm_deleted(release_id=release_id, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("deleted_on", str(refused.refusal))
        else:
            messages.success(request, "Recorded. This copy is no longer out.")
            return redirect("copies")
    return render(request, "register/copy_deleted.html", {"copy": copy, "rows": presenters.copy_rows(copy), "form": form})


@require_http_methods(["GET", "POST"])
@requires(Action.KEEP_REGISTER)
def copy_ask(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Ask the holder again, and keep when and how."""
    copy = register.release_for(actor_of(request), release_id)
    form = AskAgainForm(request.POST or None, has_address=bool(copy.holder_email))
    if form.is_valid():
        ask_holder(release_id=release_id, how=form.cleaned_data["how"], actor=actor_of(request), now=clock.now())
        messages.success(request, "Recorded that the holder was asked.")
        return redirect("copies")
    return render(request, "register/copy_ask.html", {"copy": copy, "rows": presenters.copy_rows(copy), "form": form})


@require_http_methods(["GET", "POST"])
@requires(Action.RELEASE)
def copy_receipt(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Record what shows that a copy arrived."""
    copy = register.release_for(actor_of(request), release_id)
    register.insist_out(copy, rules.RECEIPTS)
    form = ReceiptForm(request.POST or None, method=copy.method, initial={"handed_on": clock.today()})
    if form.is_valid():
        try:
            record_receipt(release_id=release_id, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("handed_on", str(refused.refusal))
        else:
            messages.success(request, "Receipt added to the register.")
            return redirect("release_detail", release_id)
    return render(request, "register/copy_receipt.html", {"copy": copy, "rows": presenters.copy_rows(copy), "form": form})


@require_POST
@requires(Action.RELEASE, fresh=True)
def link_end(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """End a collection link at once."""
    register.release_for(actor_of(request), release_id)
    end_link(release_id=release_id, now=clock.now())
    messages.success(request, "The link has ended. Nothing more can be collected by it.")
    return redirect("release_detail", release_id)


@require_http_methods(["GET", "POST"])
@requires(Action.RELEASE)
def copy_missent(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """The wrong recipient: one question, one button; no second factor stands between a mistake and its end."""
    copy = register.release_for(actor_of(request), release_id)
    form = WrongRecipientForm(request.POST or None)
    if form.is_valid():
        report_wrong_recipient(
            release_id=release_id, what_happened=form.cleaned_data["what_happened"], actor=actor_of(request), now=clock.now()
        )
        messages.success(request, "Collection has stopped and a breach report is open. Ask whoever has the copy to delete it.")
        return redirect("release_detail", release_id)
    return render(request, "register/copy_missent.html", presenters.missent_page(copy, form))


@require_http_methods(["GET", "POST"])
@requires(Action.ASK)
def copy_onward(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Ask to share a copy further: a request of its own."""
    copy = queries.shareable(actor_of(request), release_id)
    form = OnwardForm(request.POST or None)
    if form.is_valid():
        link = ask_onward(release_id=release_id, onward=Onward(**form.cleaned_data), actor=actor_of(request), now=clock.now())
        messages.success(request, f"Request sent. Its reference is {link.request.reference}.")
        return redirect("request_detail", link.request.reference)
    refusal = rules.refuse_onward(copy.state, misdelivered=hasattr(copy, "misdelivery"))
    return render(request, "register/copy_onward.html", {"copy": copy, "form": form, "refusal": refusal})


@never_cache
@require_http_methods(["GET", "POST"])
@public
def holder_deleted(request: HttpRequest, token: str) -> HttpResponse:
    """The holder's own page, from a mail: one button. Unknown links look like ended ones."""
    done = False
    if request.method == "POST":
        try:
            confirm_by_link(token=token, now=clock.now())
        except Refused as refused:
            return render(request, "register/link_ended.html", {"refusal": refused.refusal}, status=404)
        done = True
    return render(request, "register/holder_deleted.html", {"done": done})
