"""Addresses of the gallery."""

from django.urls import path

from callgov.ui import views

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/player/", views.gallery_player, name="gallery_player"),
    path("gallery/<slug:name>", views.gallery_sample, name="gallery_sample"),
]
