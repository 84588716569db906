"""Pages of breaches."""

from django.urls import path

from breaches.views import case, register, reporting

urlpatterns = [
    path("", register.breaches, name="breaches"),
    path("report/", reporting.breach_report, name="breach_report"),
    path("<str:reference>/", case.breach, name="breach"),
    path("<str:reference>/who-was-told/", reporting.breach_reported, name="breach_reported"),
    path("<str:reference>/know/<slug:whom>/", case.breach_acknowledge, name="breach_acknowledge"),
    path("<str:reference>/contain/", case.breach_contain, name="breach_contain"),
    path("<str:reference>/actions/<int:action_id>/", case.breach_action, name="breach_action"),
    path("<str:reference>/answers/", register.breach_answers, name="breach_answers"),
    path("<str:reference>/answers/paper/", register.breach_answers_paper, name="breach_answers_paper"),
    path("<str:reference>/<slug:step>/", case.breach_step, name="breach_step"),
]
