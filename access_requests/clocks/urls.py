"""Where the clock of a case is found."""

from django.urls import path

from access_requests.clocks import views

urlpatterns = [
    path("<str:reference>/clock/", views.case_clock, name="case_clock"),
    path("<str:reference>/clock/answer/<int:entry>/", views.clock_answer, name="clock_answer"),
    path("<str:reference>/clock/take-back/<int:entry>/", views.clock_take_back, name="clock_take_back"),
]
