"""Where complaints and objections are found."""

from django.urls import path

from access_requests.matters import views

urlpatterns = [
    path("", views.matters, name="matters"),
    path("new/complaint/", views.matter_new, {"right": "complaint"}, name="data_complaint_new"),
    path("new/objection/", views.matter_new, {"right": "objection"}, name="data_objection_new"),
    path("new/<slug:right>/", views.matter_new, name="matter_new"),
    path("<str:reference>/", views.matter, name="matter"),
    path("<str:reference>/note/", views.matter_note, name="matter_note"),
    path("<str:reference>/decide/", views.matter_decide, name="matter_decide"),
]
