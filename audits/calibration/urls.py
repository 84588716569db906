"""Where calibrations are found."""

from django.urls import path

from audits.calibration import views

urlpatterns = [
    path("calibration/", views.calibrations, name="calibrations"),
    path("calibration/<slug:reference>/", views.calibration, name="calibration"),
    path("calibration/<slug:reference>/mark/", views.calibration_mark, name="calibration_mark"),
]
