"""Where the store is looked after."""

from django.urls import path

from recordings.wholeness import views

urlpatterns = [
    path("storage/", views.storage, name="storage"),
    path("storage/strays/erase/", views.erase_strays, name="erase_strays"),
    path("storage/objects/<uuid:object_id>/check/", views.check_again, name="check_again"),
]
