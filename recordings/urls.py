"""Where recordings are found, heard and taken in."""

from django.urls import include, path

urlpatterns = [
    path("", include("recordings.access.urls")),
    path("", include("recordings.intake.urls")),
    path("", include("recordings.telephony.urls")),
    path("", include("recordings.wholeness.urls")),
    path("", include("recordings.keeping.urls")),
    path("", include("recordings.attachments.urls")),
    path("", include("recordings.notices.urls")),
]
