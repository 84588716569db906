"""Where significant events are found."""

from django.urls import path

from audits.learning import views

urlpatterns = [
    path("events/", views.significant_events, name="significant_events"),
    path("events/from/<int:review_id>/", views.raise_event, name="raise_event"),
    path("events/<slug:reference>/", views.significant_event, name="significant_event"),
]
