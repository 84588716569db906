"""Where the programme is found."""

from django.urls import path

from audits.programme import views

urlpatterns = [
    path("", views.audit_programme, name="audit_programme"),
    path("authority/", views.audit_authority, name="audit_authority"),
    path("people/<int:person_id>/", views.audit_person, name="audit_person"),
    path("people/<int:person_id>/<slug:what>/", views.audit_person_change, name="audit_person_change"),
]
