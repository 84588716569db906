"""Where the jobs are seen."""

from django.urls import path

from callgov.jobs import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<str:task>/", views.job, name="job"),
]
