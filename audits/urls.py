"""Where audits are found."""

from django.urls import include, path

urlpatterns = [
    path("", include("audits.programme.urls")),
    path("", include("audits.annual.urls")),
    path("", include("audits.calibration.urls")),
    path("", include("audits.learning.urls")),
    path("", include("audits.training.urls")),
    path("", include("audits.assessment.urls")),
    path("", include("audits.outcome.urls")),
    path("", include("audits.sample.urls")),
]
