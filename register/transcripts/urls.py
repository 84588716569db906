"""Where transcripts live."""

from django.urls import path

from register.transcripts import views

urlpatterns = [
    path("transcripts/<uuid:grant_id>/<uuid:recording_id>/", views.transcript, name="transcript"),
    path("transcripts/<uuid:grant_id>/<uuid:recording_id>/draft/", views.transcript_draft, name="transcript_draft"),
    path("transcripts/<uuid:version_id>/certify/", views.transcript_certify, name="transcript_certify"),
]
