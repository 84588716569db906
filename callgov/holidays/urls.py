"""Where the table of bank holidays is found."""

from django.urls import path

from callgov.holidays import views

urlpatterns = [
    path("", views.holidays, name="holidays"),
    path("add/", views.holiday_add, name="holiday_add"),
    path("take-away/", views.holiday_remove, name="holiday_remove"),
    path("import/", views.holidays_import, name="holidays_import"),
]
