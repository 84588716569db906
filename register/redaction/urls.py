"""Where silencing lives."""

from django.urls import path

from register.redaction import views

urlpatterns = [
    path("silencing/new/<uuid:grant_id>/<uuid:recording_id>/", views.redaction_begin, name="redaction_begin"),
    path("silencing/<uuid:redaction_id>/", views.redaction_edit, name="redaction_edit"),
    path("silencing/<uuid:redaction_id>/parts/", views.part_add, name="part_add"),
    path("silencing/<uuid:redaction_id>/parts/<int:span_id>/remove/", views.part_remove, name="part_remove"),
    path("silencing/<uuid:redaction_id>/parts/<int:span_id>/restore/", views.part_restore, name="part_restore"),
    path("silencing/<uuid:redaction_id>/send/", views.redaction_send, name="redaction_send"),
    path("silencing/<uuid:redaction_id>/discard/", views.redaction_discard, name="redaction_discard"),
    path("silencing/<uuid:redaction_id>/check/", views.redaction_check, name="redaction_check"),
    path("silencing/<uuid:redaction_id>/check/<uuid:access_id>/audio/", views.redaction_audio, name="redaction_audio"),
    path("silencing/<uuid:redaction_id>/check/<uuid:access_id>/peaks/", views.redaction_peaks, name="redaction_peaks"),
    path("silencing/<uuid:redaction_id>/check/played/", views.redaction_played, name="redaction_played"),
    path("silencing/<uuid:redaction_id>/check/heard/", views.redaction_heard, name="redaction_heard"),
    path("silencing/<uuid:redaction_id>/check/decide/", views.redaction_decide, name="redaction_decide"),
]
