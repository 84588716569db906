"""Where imports, quarantine and deposits are found."""

from django.urls import path

from recordings.intake import views

urlpatterns = [
    path("intake/", views.import_runs, name="import_runs"),
    path("intake/quarantine/", views.quarantine, name="quarantine"),
    path("intake/quarantine/<uuid:file_id>/", views.quarantined_file, name="quarantined_file"),
    path("intake/quarantine/<uuid:file_id>/destroy/", views.destroy_file, name="destroy_file"),
    path("intake/quarantine/<uuid:file_id>/take-in/", views.take_in_file, name="take_in_file"),
    path("grants/<uuid:grant_id>/calls/<uuid:recording_id>/deposit/", views.deposit, name="deposit"),
]
