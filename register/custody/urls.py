"""Where copies that are out are found."""

from django.urls import path

from register.custody import views

urlpatterns = [
    path("copies/", views.copies, name="copies"),
    path("copies/holders/", views.holders, name="holders"),
    path("copies/<uuid:release_id>/deleted/", views.copy_deleted, name="copy_deleted"),
    path("copies/<uuid:release_id>/ask/", views.copy_ask, name="copy_ask"),
    path("copies/<uuid:release_id>/receipt/", views.copy_receipt, name="copy_receipt"),
    path("copies/<uuid:release_id>/onward/", views.copy_onward, name="copy_onward"),
    path("copies/<uuid:release_id>/wrong-recipient/", views.copy_missent, name="copy_missent"),
    path("releases/<uuid:release_id>/link/end/", views.link_end, name="link_end"),
    path("collect/deleted/<str:token>/", views.holder_deleted, name="holder_deleted"),
]
