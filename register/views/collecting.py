"""The collection page for outsiders (S19): no account, one field, works without scripts. Ended and unknown links look the same."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from callgov import clock
from callgov.authorisation import public
from callgov.refusals import Refused, insist
from register import presenters
from register.forms import PasscodeForm
from register.packaging.contents import base_name, file_name, package
from register.packaging.passphrases import new_passphrase
from register.services import collecting
from register.views import limits
from register.views.releasing import as_attachment, insist_passphrase


def _key(request: HttpRequest) -> str:
    return str(request.session.get("collection", ""))


@never_cache
@require_http_methods(["GET", "POST"])
@public
def collect(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code; with the right one, show what there is to collect."""
    form = PasscodeForm(request.POST or None)
    if form.is_valid():
        try:
            insist(limits.refuse_tries(request))
            request.session["collection"] = collecting.open_link(token=token, passcode=form.cleaned_data["passcode"], now=clock.now())
        except Refused as refused:
            form.add_error("passcode", str(refused.refusal))
        else:
            return redirect("collected", token)
    return render(request, "register/collect.html", {"form": form})


@never_cache
@require_http_methods(["GET"])
@public
def collected(request: HttpRequest, token: str) -> HttpResponse:
    """The copy, its format and size, how to keep it, and the day by which it must be deleted."""
    try:
        release = collecting.opened_release(token=token, key=_key(request), now=clock.now())
    except Refused as refused:
        return _ended(request, refused)
    return render(request, "register/collected.html", presenters.collected_page(release, token, new_passphrase()))


@never_cache
@require_POST
@public
def collect_download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The package, after its entry, locked with the passphrase that the page showed."""
    try:
        passphrase = insist_passphrase(request)
        insist(limits.refuse_downloads(token))
        download = collecting.collect(token=token, key=_key(request), now=clock.now())
    except Refused as refused:
        return _ended(request, refused)
    return as_attachment(package(download, passphrase), "application/zip", None, f"{base_name(download.release)}.zip")


@never_cache
@require_POST
@public
def collect_plain(request: HttpRequest, token: str) -> HttpResponseBase:
    """The recording alone, for the person whose call it is."""
    try:
        insist(limits.refuse_downloads(token))
        download = collecting.collect(token=token, key=_key(request), now=clock.now(), plain=True)
    except Refused as refused:
        return _ended(request, refused)
    return as_attachment(download.chunks, download.stored.content_type, download.stored.plain_size, file_name(download.release))


def _ended(request: HttpRequest, refused: Refused) -> HttpResponse:
    status = 429 if refused.refusal == limits.TOO_MANY else 404
    return render(request, "register/link_ended.html", {"refusal": refused.refusal}, status=status)


@never_cache
@require_POST
@public
def collect_deleted(request: HttpRequest, token: str) -> HttpResponse:
    """The holder has deleted their copy."""
    try:
        collecting.confirm_deleted_by_holder(token=token, key=_key(request), now=clock.now())
    except Refused as refused:
        return _ended(request, refused)
    return redirect("collected", token)
