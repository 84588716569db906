"""Where letters are written and read."""

from django.urls import path

from access_requests.letters import views

urlpatterns = [
    path("<str:reference>/letters/<slug:kind>/", views.letter_new, name="letter_new"),
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("letters/<int:pk>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("letters/wordings/", views.letter_wordings, name="letter_wordings"),
    path("letters/wordings/<slug:kind>/<slug:right>/", views.letter_wording, name="letter_wording"),
]
