"""Downloading a paper. It is never shown inside a page: whatever it holds, no browser runs it here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from callgov import clock
from callgov.authorisation import actor_of, requires
from callgov.refusals import Refusal
from callgov.roles import Action
from recordings.attachments import services
from recordings.vault.trouble import KeyRingUnusable, TamperedObject, VaultUnavailable

DAMAGED = Refusal("paper-damaged", "This paper did not pass its check and cannot be read.", "Tell the Information Governance Lead.")
OUT_OF_REACH = Refusal("vault-unavailable", "The paper cannot be read just now. Nothing is lost.", "Try again in a few minutes.")


@cache_control(no_store=True)
@require_GET
@requires(Action.FOLLOW_REQUESTS)
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    """One paper as a download; who read it is in the trail first."""
    try:
        copy = services.read(attachment_id=attachment_id, person=actor_of(request), now=clock.now())
        content = b"".join(copy.pieces)
    except TamperedObject:
        return render(request, "recordings/attachments/trouble.html", {"refusal": DAMAGED}, status=410)
    except (VaultUnavailable, KeyRingUnusable):
        return render(request, "recordings/attachments/trouble.html", {"refusal": OUT_OF_REACH}, status=503)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=copy.attachment.file_name)
    return answer
