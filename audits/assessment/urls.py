"""Where assessments are made."""

from django.urls import path

from audits.assessment import views

urlpatterns = [
    path("tool/", views.audit_tool, name="audit_tool"),
    path("<slug:reference>/calls/<int:number>/", views.audit_assess, name="audit_assess"),
    path("<slug:reference>/hand-over/", views.audit_hand_over, name="audit_hand_over"),
    path("<slug:reference>/check/", views.audit_check, name="audit_check"),
]
