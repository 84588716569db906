"""Settings, all read from the environment; what is missing or senseless is refused by name.

Every service is reached by its URL. `callgov/embedded.py` sets those URLs when it starts the services itself
(demo and tests); a practice sets them in its compose file. Secrets may come from files: NAME_FILE wins over NAME.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE

from callgov.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEMO = env.flag("CALLGOV_DEMO", default=False)
TESTING = env.flag("CALLGOV_TESTING", default=False)
DEBUG = env.flag("CALLGOV_DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", default="only-for-demo-and-tests-never-for-a-practice" if DEMO or TESTING else None)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])
PLAIN_HTTP = DEMO or TESTING  # a practice is always behind TLS

PRACTICE_NAME = env.text("PRACTICE_NAME", default="Riverside Surgery")
PRODUCT_NAME = "Call recordings"
SITE_URL = env.text("SITE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "auditlog",
    "django_htmx",
    "csp",
    "callgov",
    "callgov.people",
    "callgov.trail",
    "recordings",
    "access_requests",
    "audits",
    "register",
    "breaches",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "callgov.people.middleware.SessionLimits",
    "callgov.trail.middleware.ActingPerson",
    "callgov.middleware.Refusals",
    "callgov.authorisation.RefuseByDefault",
]

ROOT_URLCONF = "callgov.urls"
WSGI_APPLICATION = "callgov.wsgi.application"
FORM_RENDERER = "callgov.ui.renderer.NHSRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["callgov.templatetags.nhs"],
            "debug": TESTING,  # the coverage of templates needs their line numbers
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "callgov.ui.context.frame",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.broker("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# People and sessions (law.md section 11)
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "callgov.people.passwords.LengthByRole"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "callgov.people.passwords.NoContextWords"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "callgov.people.adapters.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "callgov.people.forms.LogInForm",
    "reauthenticate": "callgov.people.forms.ConfirmPasswordForm",
    "change_password": "callgov.people.forms.ChangePasswordForm",
    "reset_password": "callgov.people.forms.ResetPasswordForm",
    "reset_password_from_key": "callgov.people.forms.NewPasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0 if PLAIN_HTTP else 1)
MFA_ADAPTER = "callgov.people.adapters.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address; the library's own check is not used
MFA_FORMS = {
    "authenticate": "callgov.people.forms.CodeForm",
    "reauthenticate": "callgov.people.forms.ConfirmCodeForm",
    "activate_totp": "callgov.people.forms.AppForm",
    "add_webauthn": "callgov.people.forms.PasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
MFA_TOTP_ISSUER = f"{PRACTICE_NAME} {PRODUCT_NAME.lower()}"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
FRESH_FACTOR = timedelta(minutes=5)
USERSESSIONS_TRACK_ACTIVITY = False

# Transport
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_FAILURE_VIEW = "callgov.home.views.expired_form"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", NONCE],  # wavesurfer writes one style element into its shadow root
        "img-src": ["'self'", "data:"],
        "font-src": ["'none'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# The trail
AUDITLOG_LOGENTRY_MODEL = "trail.Entry"
AUDITLOG_STORE_JSON_CHANGES = True
AUDITLOG_DISABLE_ON_RAW_SAVE = True
MIGRATION_MODULES = {"auditlog": None}  # its migrations would make a second table of entries, which nothing guards

# The vault: any Django storage; keys lie outside the database
VAULT_KEY_RING = env.text("VAULT_KEY_RING", default=str(BASE_DIR / "var" / "keys" / "ring.json"))
VAULT_STORE = env.text("VAULT_STORE", default="folder")
VAULT_FOLDER = env.text("VAULT_FOLDER", default=str(BASE_DIR / "var" / "vault"))
S3_ENDPOINT = env.text("S3_ENDPOINT", default="")
S3_BUCKET = env.text("S3_BUCKET", default="callgov")
S3_REGION = env.text("S3_REGION", default="eu-west-2")
S3_ACCESS_KEY = env.secret("S3_ACCESS_KEY", default="")
S3_SECRET_KEY = env.secret("S3_SECRET_KEY", default="")
S3_ENCRYPTION = env.text("S3_ENCRYPTION", default="AES256")  # by the store, beside our own; empty where a store refuses it
BACKUP_FOLDER = env.text("BACKUP_FOLDER", default="")
BACKUP_KEYS_FOLDER = env.text("BACKUP_KEYS_FOLDER", default="")  # apart from the other: on another disk, better another machine
POSTGRES_PROGRAMS = env.text("POSTGRES_PROGRAMS", default="")  # the folder of pg_dump and psql; else those on the path
INTAKE_FOLDER = env.text("INTAKE_FOLDER", default="")
FFMPEG_BINARY = env.text("FFMPEG_BINARY", default="")
SPEECH_ENGINE = env.text("SPEECH_ENGINE", default="")  # a program of the practice's own; empty is off, and nothing is ever sent out
MAX_AUDIO_BYTES = 512 * 1024 * 1024
MAX_UPLOAD_BYTES = 128 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES  # plain audio never rests on disk, so uploads stay in memory
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "vault": env.vault_store(VAULT_STORE, VAULT_FOLDER, S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY, S3_SECRET_KEY, S3_ENCRYPTION),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_HTTP
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
WHITENOISE_USE_FINDERS = PLAIN_HTTP  # nothing is collected for the demo
WHITENOISE_AUTOREFRESH = TESTING  # or each of a thousand test clients would walk all folders first

# Jobs: the schedule is code, so that nobody can switch a promise off on a page
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 4 * 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 3 * 3600

EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="callgov@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_numbers": {"()": "callgov.logs.WithoutNumbers"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_numbers"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
