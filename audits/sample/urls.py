"""Where samples are found."""

from django.urls import path

from audits.sample import views

urlpatterns = [
    path("draw/", views.audit_draw, name="audit_draw"),
    path("<slug:reference>/", views.audit_sample, name="audit_sample"),
    path("<slug:reference>/swap/", views.audit_swap, name="audit_swap"),
    path("<slug:reference>/add/", views.audit_add, name="audit_add"),
    path("<slug:reference>/renew/", views.audit_renew, name="audit_renew"),
]
