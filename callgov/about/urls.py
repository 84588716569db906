"""Where the pages about the service are found."""

from django.urls import path

from callgov.about import views

urlpatterns = [
    path("policy/", views.policy, name="policy"),
    path("help/", views.guide, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
