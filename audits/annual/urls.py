"""Where the annual practice audit is found."""

from django.urls import path

from audits.annual import views

urlpatterns = [
    path("year/", views.annual_audits, name="annual_audits"),
    path("year/<int:year>/", views.annual_write, name="annual_write"),
    path("year/<int:year>/<int:version>/", views.annual_audit, name="annual_audit"),
    path("year/<int:year>/<int:version>/sign/", views.annual_sign, name="annual_sign"),
    path("year/<int:year>/<int:version>/pdf/", views.annual_pdf, name="annual_pdf"),
    path("year/<int:year>/<int:version>/csv/", views.annual_csv, name="annual_csv"),
]
