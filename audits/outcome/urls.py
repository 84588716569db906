"""Where results and concerns are found."""

from django.urls import path

from audits.outcome import views

urlpatterns = [
    path("own/", views.own_audits, name="own_audits"),
    path("second-looks/", views.second_looks, name="second_looks"),
    path("records/", views.audit_records, name="audit_records"),
    path("records/csv/", views.audit_records_csv, name="audit_records_csv"),
    path("concerns/", views.concerns, name="concerns"),
    path("concerns/<int:concern_id>/", views.concern, name="concern"),
    path("<slug:reference>/result/", views.audit_result, name="audit_result"),
    path("<slug:reference>/read/", views.audit_read, name="audit_read"),
    path("<slug:reference>/second-look/", views.audit_dispute, name="audit_dispute"),
    path("<slug:reference>/hear/", views.audit_hear, name="audit_hear"),
    path("<slug:reference>/look-again/", views.audit_look_again, name="audit_look_again"),
    path("<slug:reference>/slip/", views.audit_slip, name="audit_slip"),
    path("<slug:reference>/slip/pdf/", views.audit_slip_pdf, name="audit_slip_pdf"),
]
