"""Pages of requests."""

from django.urls import path

from access_requests import views
from access_requests.assessment import views as assessment
from access_requests.finding import views as finding
from access_requests.identity import views as identity

urlpatterns = [
    path("", views.requests, name="requests"),
    path("new/", views.request_new, name="request_new"),
    path("new/check/", views.request_check, name="request_check"),
    path("new/<slug:step>/", views.request_new_step, name="request_new_step"),
    path("log/", views.enquiry, name="enquiry"),
    path("own-call/", views.own_call, name="own_call"),
    path("<str:reference>/", views.request_detail, name="request_detail"),
    path("<str:reference>/sent/", views.request_sent, name="request_sent"),
    path("<str:reference>/decide/", views.request_decide, name="request_decide"),
    path("<str:reference>/withdraw/", views.request_withdraw, name="request_withdraw"),
    path("<str:reference>/not-held/", views.request_not_held, name="request_not_held"),
    path("<str:reference>/paper/", views.request_paper, name="request_paper"),
    path("<str:reference>/what-it-says/", views.request_demand, name="request_demand"),
    path("<str:reference>/stand-back/", views.request_stand_back, name="request_stand_back"),
    path("<str:reference>/reopen/", views.request_reopen, name="request_reopen"),
    path("<str:reference>/review/", views.request_review, name="request_review"),
    path("<str:reference>/identity/", identity.identity, name="request_identity"),
    path("<str:reference>/calls/<uuid:recording_id>/assess/", assessment.assess, name="request_assess"),
    path("<str:reference>/searches/widen/", finding.request_widen, name="request_widen"),
    path("<str:reference>/searches/explain/", finding.request_searched, name="request_searched"),
    path("<str:reference>/close/", views.request_close, name="request_close"),
]
