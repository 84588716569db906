"""Where every page lives."""

from django.urls import include, path

urlpatterns: list = []
