"""Where every page lives."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("callgov.home.urls")),
    path("", include("callgov.ui.urls")),
    path("", include("callgov.about.urls")),
    path("accounts/", include("callgov.people.account_urls")),
    path("people/", include("callgov.people.urls")),
    path("settings/bank-holidays/", include("callgov.holidays.urls")),
    path("jobs/", include("callgov.jobs.urls")),
    path("settings/", include("callgov.practice.urls")),
    path("trail/", include("callgov.trail.urls")),
    path("recordings/", include("recordings.urls")),
    path("requests/", include("access_requests.urls")),
    path("cases/", include("access_requests.clocks.urls")),
    path("cases/", include("access_requests.letters.urls")),
    path("cases/", include("access_requests.matters.urls")),
    path("audits/", include("audits.urls")),
    path("", include("register.urls")),
    path("breaches/", include("breaches.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("callgov.demo.urls")))
