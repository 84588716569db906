"""The trail's pages."""

from django.urls import path

from callgov.trail import views

urlpatterns = [
    path("", views.read, name="trail"),
    path("why/", views.why, name="trail_why"),
    path("mine/", views.mine, name="trail_mine"),
    path("bundle/", views.bundle, name="trail_bundle"),
]
