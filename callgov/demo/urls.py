"""The cast page."""

from django.urls import path

from callgov.demo import views

urlpatterns = [
    path("", views.demo_cast, name="demo_cast"),
    path("sign-in/<str:username>/", views.demo_sign_in, name="demo_sign_in"),
]
