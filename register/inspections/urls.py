"""Where inspections are found."""

from django.urls import path

from register.inspections import views

urlpatterns = [
    path("register/inspections/", views.inspections, name="inspections"),
    path("register/inspections/new/", views.inspection_new, name="inspection_new"),
    path("register/inspections/actions/<int:action_id>/done/", views.inspection_done, name="inspection_done"),
    path("register/inspections/<int:year>/<int:number>/", views.inspection, name="inspection"),
    path("register/inspections/<int:year>/<int:number>/draw/", views.inspection_draw, name="inspection_draw"),
    path("register/inspections/<int:year>/<int:number>/lines/<int:draw>/", views.inspection_line, name="inspection_line"),
    path("register/inspections/<int:year>/<int:number>/actions/", views.inspection_action, name="inspection_action"),
    path("register/inspections/<int:year>/<int:number>/sign/", views.inspection_sign, name="inspection_sign"),
    path("register/inspections/<int:year>/<int:number>/paper/", views.inspection_paper, name="inspection_paper"),
]
