"""Where the practice's choices are found."""

from django.urls import path

from callgov.practice import views

urlpatterns = [
    path("", views.practice_settings, name="practice_settings"),
    path("<slug:name>/", views.practice_setting, name="practice_setting"),
]
