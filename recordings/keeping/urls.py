"""Where the schedule, legal holds and destruction are found."""

from django.urls import path

from recordings.keeping.views import disposals, holds, schedule

urlpatterns = [
    path("keeping/", schedule.keeping, name="keeping"),
    path("keeping/schedule/", schedule.retention_schedule, name="retention_schedule"),
    path("keeping/schedule/adopt/", schedule.retention_adopt, name="retention_adopt"),
    path("keeping/schedule/<int:class_id>/", schedule.retention_propose, name="retention_propose"),
    path("keeping/changes/<int:change_id>/", schedule.retention_change, name="retention_change"),
    path("keeping/changes/<int:change_id>/decide/", schedule.retention_decide, name="retention_decide"),
    path("keeping/holds/", holds.holds, name="holds"),
    path("keeping/holds/new/", holds.hold_new, name="hold_new"),
    path("keeping/holds/<uuid:hold_id>/", holds.hold, name="hold"),
    path("keeping/holds/<uuid:hold_id>/review/", holds.hold_review, name="hold_review"),
    path("keeping/holds/<uuid:hold_id>/release/", holds.hold_release, name="hold_release"),
    path("keeping/destruction/", disposals.disposals, name="disposals"),
    path("keeping/destruction/propose/", disposals.disposal_propose, name="disposal_propose"),
    path("keeping/destruction/early/", disposals.disposal_early, name="disposal_early"),
    path("keeping/destruction/early/<uuid:recording_id>/", disposals.disposal_early_one, name="disposal_early_one"),
    path("keeping/destruction/<str:reference>/", disposals.disposal, name="disposal"),
    path("keeping/destruction/<str:reference>/authorise/", disposals.disposal_authorise, name="disposal_authorise"),
    path("keeping/destruction/<str:reference>/refuse/", disposals.disposal_refuse, name="disposal_refuse"),
    path("keeping/destruction/<str:reference>/left-out/", disposals.disposal_left_out, name="disposal_left_out"),
    path("keeping/destruction/<str:reference>/left-out/<uuid:recording_id>/", disposals.disposal_leave_out, name="disposal_leave_out"),
    path("keeping/destruction/<str:reference>/certificates/", disposals.disposal_certificates, name="disposal_certificates"),
    path("keeping/certificates/<int:year>/<int:number>/", disposals.destruction_certificate, name="destruction_certificate"),
    path("keeping/recordings/<uuid:recording_id>/", disposals.retention_of, name="retention_of"),
]
