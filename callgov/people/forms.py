"""Forms about people, and the sign-in library's forms in our words."""

from collections.abc import Collection
from datetime import date
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet

from callgov.people import queries
from callgov.people.models import Deputy, User
from callgov.roles import POWERS, Role
from callgov.ui.forms import ChecksField, DateField, NHSForm, RadioField, UploadField

_LINES = {role.value: POWERS[role].line for role in Role}


def _password(label: str, autocomplete: str, *, hint: bool = False) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    help_text = " ".join(words for words in password_validators_help_texts() if words.startswith(("Use", "Do not"))) if hint else ""
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person to choose, by name."""

    def label_from_instance(self, obj: User) -> str:
        """The name that colleagues read."""
        return obj.name


def offer(field: forms.Field, people: QuerySet[User]) -> None:
    """Say who may be chosen; known only when the form is made."""
    field.queryset = people  # type: ignore[attr-defined]


class InviteForm(NHSForm):
    """Who is invited, and which roles accepting gives."""

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="Email address", help_text="The link is sent here. It must be theirs alone.")
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    roles = ChecksField(label="Roles", choices=Role.choices, hints=_LINES, initial=[Role.STAFF.value])
    line_manager = PersonField(User.objects.none(), label="Line manager", required=False, empty_label="Nobody")

    def __init__(self, *args: Any, keeps_roles: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["line_manager"], queries.colleagues())
        if not keeps_roles:
            self.fields["roles"].choices = [(Role.STAFF.value, Role.STAFF.label)]  # type: ignore[attr-defined]

    def clean_roles(self) -> list[Role]:
        """The roles as such."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class AcceptForm(NHSForm):
    """What an invited person chooses."""

    username = forms.CharField(
        label="Username",
        max_length=150,
        help_text="You can also log in with your email address.",
        validators=[UnicodeUsernameValidator(message="Username must be letters, numbers and . _ - only")],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = _password("Password", "new-password", hint=True)


class LineManagerForm(NHSForm):
    """Whose member of staff this is."""

    manager = PersonField(User.objects.none(), label="Line manager", required=False, empty_label="Nobody")

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, initial={"manager": person.line_manager_id}, **options)
        offer(self.fields["manager"], queries.colleagues(person))


class GiveRoleForm(NHSForm):
    """One role that the person does not hold yet."""

    role = RadioField(label="Role", choices=Role.choices, hints=_LINES)

    def __init__(self, *args: Any, held: Collection[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role not in held]  # type: ignore[attr-defined]


class DeputyForm(NHSForm):
    """In which role, and between which days."""

    role = RadioField(label="Deputy for", choices=[(role.value, role.label) for role in Deputy.ROLES])
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", help_text="The deputy may act through this day.")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"starts_on": today}, **options)

    def named(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class StaffFileForm(NHSForm):
    """A CSV file of staff, tried first unless the box is cleared."""

    file = UploadField(label="Staff file", kinds=("CSV",))
    try_first = forms.BooleanField(label="Only show what would happen", required=False, initial=True)

    @property
    def tried(self) -> bool:
        """Whether the file that was sent was only tried."""
        return bool(self.is_bound and self.is_valid() and self.cleaned_data["try_first"])

    def clean_file(self) -> list[str]:
        """The lines of the file."""
        try:
            return str(self.cleaned_data["file"].read().decode("utf-8-sig")).splitlines()
        except UnicodeDecodeError as error:
            raise forms.ValidationError("The selected file must be a CSV file saved as UTF-8") from error


# The sign-in library's forms. Their checks are its own; the words and the look are ours.


class LogInForm(NHSForm, account.LoginForm):  # type: ignore[misc]
    """Email address or username, and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(label="Email address or username", widget=forms.TextInput(attrs=attrs))
        self.fields["password"] = _password("Password", "current-password")
        self.order_fields(["login", "password"])


class ConfirmPasswordForm(NHSForm, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, while there is no second factor."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = _password("Password", "current-password")


class ChangePasswordForm(NHSForm, account.ChangePasswordForm):  # type: ignore[misc]
    """The old and the new password."""

    marks_optional = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"] = _password("Current password", "current-password")
        _reword_new(self)


class ResetPasswordForm(NHSForm, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = "Email address"
        self.fields["email"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(NHSForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password in place of a forgotten one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _reword_new(self)


def _reword_new(form: NHSForm) -> None:
    new = _password("New password", "new-password", hint=True)
    form.fields["password1"].label, form.fields["password1"].help_text, form.fields["password1"].widget = (
        new.label,
        new.help_text,
        new.widget,
    )
    form.fields["password2"] = _password("New password again", "new-password")


def _reword_code(form: NHSForm, hint: str) -> None:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "nhsuk-input--width-10", "spellcheck": "false"}
    form.fields["code"] = forms.CharField(label="Code", help_text=hint, widget=forms.TextInput(attrs=attrs))


class CodeForm(NHSForm, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code at log-in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _reword_code(self, "The 6 numbers in your authenticator app, or one of your recovery codes.")


class ConfirmCodeForm(NHSForm, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code before something that matters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _reword_code(self, "The 6 numbers in your authenticator app, or one of your recovery codes.")


class AppForm(NHSForm, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _reword_code(self, "The 6 numbers that the app shows now.")


class PasskeyForm(NHSForm, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, with a name to know it by."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = forms.CharField(label="Name", required=False, max_length=60, help_text="For example, the device it is on.")
        self.fields["passwordless"].label = "Let me log in with this passkey alone, without my password"
        self.fields["passwordless"].help_text = ""
        self.order_fields(["name", "passwordless", "credential"])
