"""Where a paper is downloaded."""

from django.urls import path

from recordings.attachments import views

urlpatterns = [path("papers/<uuid:attachment_id>/", views.attachment, name="attachment")]
