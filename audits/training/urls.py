"""Where training clips are found."""

from django.urls import path

from audits.training import views

urlpatterns = [
    path("training/", views.training_library, name="training_library"),
    path("training/sound/<uuid:access_id>/", views.clip_audio, name="clip_audio"),
    path("training/peaks/<uuid:access_id>/", views.clip_peaks, name="clip_peaks"),
    path("training/played/<uuid:access_id>/", views.clip_played, name="clip_played"),
    path("training/from/<slug:reference>/", views.clip_propose, name="clip_propose"),
    path("training/<slug:reference>/", views.training_clip, name="training_clip"),
    path("training/<slug:reference>/answer/", views.clip_answer, name="clip_answer"),
    path("training/<slug:reference>/prepare/", views.clip_prepare, name="clip_prepare"),
    path("training/<slug:reference>/check/", views.clip_check, name="clip_check"),
    path("training/<slug:reference>/withdraw/", views.clip_withdraw, name="clip_withdraw"),
    path("training/<slug:reference>/hear/", views.clip_hear, name="clip_hear"),
    path("training/<slug:reference>/listen/", views.clip_listen, name="clip_listen"),
]
