"""Addresses of the page frame and of the gallery."""

from django.urls import path

from callgov.ui import views

urlpatterns = [
    path("stay", views.stay, name="stay"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:name>", views.gallery_sample, name="gallery_sample"),
]
