"""One's own account, and the pages of the sign-in library that this site offers (`callgov.people.library`)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from callgov.people.views import account as own

urlpatterns = [
    path("", own.your_account, name="your_account"),
    path("stay/", own.stay_logged_in, name="stay_logged_in"),
    path("cannot-log-in/", own.cannot_log_in, name="cannot_log_in"),
    path("confirm/", own.confirm_factor, name="confirm_factor"),
    path("sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("factors/", own.set_up_factor, name="set_up_factor"),
    path("factors/done/", own.factor_done, name="mfa_index"),
    path("factors/app/off/", own.factor_done, name="mfa_deactivate_totp"),
    path("factors/<int:factor_id>/remove/", own.remove_factor, name="remove_factor"),
    # the library's
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/factor/", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("confirm/password/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("factors/passkey/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("factors/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
