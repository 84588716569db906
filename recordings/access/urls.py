"""Where grants are used: the list, finding, the player and what it fetches."""

from django.urls import path

from recordings.access import views

urlpatterns = [
    path("listening/", views.listening, name="listening"),
    path("grants/<uuid:grant_id>/find/", views.grant_find, name="grant_find"),
    path("grants/<uuid:grant_id>/choose/", views.grant_choose, name="grant_choose"),
    path("grants/<uuid:grant_id>/end/", views.grant_end, name="grant_end"),
    path("grants/<uuid:grant_id>/calls/<uuid:recording_id>/", views.player, name="player"),
    path("access/<uuid:access_id>/audio/", views.audio, name="audio"),
    path("access/<uuid:access_id>/peaks/", views.peaks, name="peaks"),
    path("access/<uuid:access_id>/played/", views.played, name="played"),
]
