"""All settings, from environment variables only; each is described in docs/administrator/settings.md."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from tomoni.config import env

PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = Path(env.text("TOMONI_DATA_DIR", "var")).resolve()
TOMONI_CONTENT_DIR = Path(env.text("TOMONI_CONTENT_DIR")) if env.text("TOMONI_CONTENT_DIR") else None
TOMONI_KEYS_FILE = Path(env.text("TOMONI_KEYS_FILE", str(DATA_DIR / "keys.json")))
TOMONI_ANCHOR_DIR = Path(env.text("TOMONI_ANCHOR_DIR", str(DATA_DIR / "anchors")))
TOMONI_APP_ROLE = env.text("TOMONI_APP_ROLE")
TOMONI_FILE_MB = env.number("TOMONI_FILE_MB", 10)
TOMONI_RECORD_FILES_MB = env.number("TOMONI_RECORD_FILES_MB", 50)
TOMONI_ALL_FILES_MB = env.number("TOMONI_ALL_FILES_MB", 20_000)
TOMONI_IDLE_MINUTES = env.number("TOMONI_IDLE_MINUTES", 15)
TOMONI_SESSION_HOURS = env.number("TOMONI_SESSION_HOURS", 10)
# Where 「すぐに閉じる」 leads: a page that says nothing about who was reading, from a source that stays.
TOMONI_EXIT_URL = env.text("TOMONI_EXIT_URL", "https://www.jma.go.jp/bosai/forecast/")

DEBUG = env.flag("TOMONI_DEBUG")
SECRET_KEY = env.text("TOMONI_SECRET_KEY")
if not SECRET_KEY:
    from tomoni.config.keys import secret_key

    SECRET_KEY = secret_key(TOMONI_KEYS_FILE)

ALLOWED_HOSTS = env.text("TOMONI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = env.flag("TOMONI_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tomoni.config",
    "tomoni.calendar",
    "tomoni.tenancy",
    "tomoni.journal",
    "tomoni.accounts",
    "tomoni.access",
    "tomoni.practice",
    "tomoni.documents",
    "tomoni.search",
    "tomoni.drafts",
    "tomoni.jobs",
    "tomoni.ui",
    "tomoni.resources",
    "tomoni.people",
    "tomoni.families",
    "tomoni.cases",
    "tomoni.sharing",
    "tomoni.contacts",
    "tomoni.meetings",
    "tomoni.intake",
    "tomoni.assessment",
    "tomoni.plans",
    "tomoni.support",
    "tomoni.monitoring",
    "tomoni.outcomes",
    "tomoni.closing",
    "tomoni.insight",
    "tomoni.desk",
    "tomoni.portal",
    "tomoni.office",
    "tomoni.town",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are small on slow lines; random padding and same-site cookies keep a guessed length from telling a secret.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tomoni.accounts.middleware.LockMiddleware",
    "tomoni.access.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "tomoni.config.urls"
WSGI_APPLICATION = "tomoni.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tomoni.ui.context.frame",
            ],
            "builtins": ["tomoni.ui.templatetags.csrf"],
        },
    }
]
FORM_RENDERER = "tomoni.ui.renderer.TomoniRenderer"

DATABASES = {
    "default": env.database(env.text("TOMONI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'tomoni.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tomoni.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tomoni.accounts.forms.LogInForm",
    "change_password": "tomoni.accounts.forms.PasswordForm",
    "reauthenticate": "tomoni.accounts.forms.ConfirmForm",
}
# A whole office sits behind one address; a person is told apart by the user name typed.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password_from_key": "60/m/ip,5/5m/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("TOMONI_BEHIND_PROXY") else 0
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tomoni.accounts.passwords.Length"},
    {"NAME": "tomoni.accounts.passwords.NotGuessable"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MFA_ADAPTER = "tomoni.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "tomoni.accounts.forms.CodeForm",
    "reauthenticate": "tomoni.accounts.forms.ConfirmCodeForm",
    "activate_totp": "tomoni.accounts.forms.TotpForm",
    "add_webauthn": "tomoni.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "tomoni.accounts.forms.PasskeyStepForm",
    "login_webauthn": "tomoni.accounts.forms.PasskeyLogInForm",
    "reauthenticate_webauthn": "tomoni.accounts.forms.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ともに"
MFA_TOTP_TOLERANCE = 1
# In the database: limits and used codes hold for every process and survive a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limit",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "tomoni.accounts.sessions"
# The row outlives the day's session by far, so that a form sent next morning still finds its author.
SESSION_COOKIE_AGE = 3 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-tomoni" if HTTPS else "tomoni"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tomoni.accounts.views.screen.stale"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TOMONI_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# In the session, which is encrypted: a cookie would lie in the browser in clear.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_HANDLERS = ["tomoni.documents.uploads.Held"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tomoni.config.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("TOMONI_LOG_LEVEL", "WARNING")},
}
