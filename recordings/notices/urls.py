"""Where notices, purposes and objections are found."""

from django.urls import path

from recordings.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/privacy-text/", views.privacy_text, name="privacy_text"),
    path("notices/wordings/<int:notice_id>/approve/", views.notice_approve, name="notice_approve"),
    path("notices/wordings/<int:notice_id>/test/", views.notice_test, name="notice_test"),
    path("notices/wordings/<int:notice_id>/withdraw/", views.notice_withdraw, name="notice_withdraw"),
    path("notices/<slug:channel>/", views.notice_channel, name="notice_channel"),
    path("purposes/", views.purposes, name="purposes"),
    path("purposes/new/", views.purpose_set, name="purpose_new"),
    path("purposes/<int:purpose_id>/", views.purpose, name="purpose"),
    path("purposes/<int:purpose_id>/change/", views.purpose_set, name="purpose_change"),
    path("purposes/<int:purpose_id>/impact/", views.purpose_impact, name="purpose_impact"),
    path("purposes/lines/<int:line_id>/", views.line_purpose, name="line_purpose"),
    path("purposes/record/<slug:kind>/", views.processing_record, name="processing_record"),
    path("objections/", views.objections, name="objections"),
    path("objections/new/", views.objection_new, name="objection_new"),
    path("about/", views.about_recording, name="about_recording"),
]
