"""Where lines and extensions are found."""

from django.urls import path

from recordings.telephony import views

urlpatterns = [
    path("lines/", views.telephony, name="telephony"),
    path("lines/extensions/<str:number>/", views.extension, name="extension"),
    path("lines/extensions/<str:number>/assignments/<int:assignment_id>/end/", views.end_assignment, name="end_assignment"),
]
