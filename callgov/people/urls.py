"""People, roles and invitations."""

from django.urls import path

from callgov.people.views import invitations, people, roles

urlpatterns = [
    path("", people.people, name="people"),
    path("invite/", invitations.invite, name="invite_person"),
    path("import/", invitations.import_staff, name="import_staff"),
    path("invitation/<str:token>/", invitations.accept, name="accept_invitation"),
    path("deputies/<int:deputy_id>/end/", roles.end_deputy, name="end_deputy"),
    path("<int:person_id>/", people.person, name="person"),
    path("<int:person_id>/invite-again/", invitations.invite_again, name="invite_again"),
    path("<int:person_id>/line-manager/", people.line_manager, name="set_line_manager"),
    path("<int:person_id>/leaver/", people.leaver, name="leaver"),
    path("<int:person_id>/unlock/", people.unlock, name="unlock_account"),
    path("<int:person_id>/reset-factors/", people.reset_factors, name="reset_factors"),
    path("<int:person_id>/give-role/", roles.give_role, name="give_role"),
    path("<int:person_id>/end-role/<str:role>/", roles.end_role, name="end_role"),
    path("<int:person_id>/deputy/", roles.name_deputy, name="name_deputy"),
]
