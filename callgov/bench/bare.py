"""The barest pages that Django can serve to somebody signed in: the unit in which the product's pages are measured.

A page costs a session, a user and a table of 60 rows; a frame of a call costs a session, a user and one sealed frame. No grant, no trail,
no roles, no frame around it.
"""

from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from django.utils.deprecation import MiddlewareMixin

from callgov.bench.framed import Framed

PAGE, FRAME_URL, OPEN_FRAME_URL = "/page/", "/frame/", "/open/"
ROWS = [{"reference": f"REQ-2026-{number:04}", "words": "A caller disputes what was said " * 3, "state": "Waiting"} for number in range(60)]
_TEMPLATE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><h1>{{ person.name }}</h1><table>
{% for row in rows %}<tr class="nhsuk-table__row"><th scope="row" class="nhsuk-table__header"><a href="/requests/{{ row.reference }}/">
{{ row.reference }}</a></th><td class="nhsuk-table__cell">{{ row.words }}</td><td class="nhsuk-table__cell">{{ row.state }}</td>
<td class="nhsuk-table__cell"><strong class="nhsuk-tag">{{ row.state }}</strong></td></tr>{% endfor %}</table></body></html>"""

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "callgov.bench.bare.OwnUrls",
]

served: ContextVar[Framed] = ContextVar("served")


class OwnUrls(MiddlewareMixin):
    """Sends every request to the pages of this module."""

    def process_request(self, request: HttpRequest) -> None:
        """Before the address is looked up."""
        request.urlconf = __name__


def page(request: HttpRequest) -> HttpResponse:
    """A table with its reader's name on it."""
    return HttpResponse(engines["django"].from_string(_TEMPLATE).render({"rows": ROWS, "person": request.user}, request))


def frame(request: HttpRequest) -> HttpResponse:
    """The first frame of a call, for whoever is signed in."""
    return open_frame(request) if request.user.is_authenticated else HttpResponse(status=403)


def open_frame(_request: HttpRequest) -> HttpResponse:
    """The first frame of a call, for anybody: without session and user."""
    return HttpResponse(served.get().read(0, 1), status=206, content_type="audio/wav")


urlpatterns = [path("page/", page), path("frame/", frame), path("open/", open_frame)]


def bare(visitor: Client) -> Client:
    """A client of the bare pages with the same session."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    return client
