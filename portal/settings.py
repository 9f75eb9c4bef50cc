"""Settings of the whole portal: one file, every choice of a deployment an environment variable."""

from pathlib import Path

import dj_database_url
import dj_email_url
import fontpkg_public_sans
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.start.variables import flag, providers, text, words

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(text("PORTAL_DATA_DIR", str(BASE_DIR / "var")))

# Demonstration mode: plain cookies, no https, mail in a folder. Django's own DEBUG stays off.
DEMONSTRATION = flag("PORTAL_DEBUG")
DEBUG = False

SECRET_KEY = text("PORTAL_SECRET_KEY")
if not SECRET_KEY:
    if not DEMONSTRATION:
        raise ImproperlyConfigured("Set PORTAL_SECRET_KEY to a random text of 50 characters.")
    SECRET_KEY = "demonstration-only-" + "k3y-never-used-where-people-work" * 2
SECRET_KEY_FALLBACKS = words("PORTAL_OLD_SECRET_KEYS")

ALLOWED_HOSTS = words("PORTAL_HOSTS", "localhost,127.0.0.1,[::1]" if DEMONSTRATION else "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMONSTRATION]

INSTALLED_APPS = [
    "portal",
    "impact",
    "priorities",
    "governance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

# What sets headers stands outside of what answers: pages, refusals and static files get the same.
MIDDLEWARE = [
    "portal.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.same_as_before",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.sessions_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.not_that_way",
    "portal.middleware.default_deny",
    "portal.middleware.second_step_first",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# PostgreSQL: never waits for ever, neither for a connection nor for a lock.
DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", "postgres:///portal"), conn_max_age=600, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {
        "connect_timeout": 3,
        # A page's query is done before parallel workers have begun.
        "options": "-c max_parallel_workers_per_gather=0"
        " -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s"
        f" -c statement_timeout={text('PORTAL_STATEMENT_TIMEOUT', '5s')}",
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "governance.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "portal.views.accounts.Backend",
]
PASSWORD_RESET_TIMEOUT = 60 * 60
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{CHECKS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "post")},
    },
    {"NAME": f"{CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{CHECKS}.CommonPasswordValidator"},
    {"NAME": "portal.forms.passwords.LocalWordsValidator"},
]

# What stands in the masthead: the place, and the partnership that answers for its children.
PLACE = text("PORTAL_PLACE", "Walsall")
PARTNERSHIP = text("PORTAL_PARTNERSHIP", "Children and Young People Partnership")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "portal.views.accounts.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "ask": "20/h/ip",  # questions of the public
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("PORTAL_BEHIND_PROXY"))

# Chairs, officers, the approver and administrators need more than a password.
SECOND_STEP_NEEDED = not DEMONSTRATION
MFA_ADAPTER = "portal.views.factors.FactorAdapter"
# Nobody signs up, so every address was written to. The library notes one as unverified when a
# stranger asks for a new password, and would then refuse its owner a second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a code typed as it turns is still taken

# Organisations that vouch for their people; nobody is signed up, and nothing of them is kept.
OPENID = providers(secure=not DEMONSTRATION)
SOCIALACCOUNT_ADAPTER = "portal.views.providers.PartnerAccountAdapter"
PARTNER = {"provider_class": "portal.views.providers.Partner", "OAUTH_PKCE_ENABLED": True}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": PARTNER}

# In PostgreSQL: sign-in works without the broker. 12 h at most, 8 h away, in office half an hour.
SESSION_ENGINE = "portal.models.sessions"
SESSION_COOKIE_AGE, IDLE_SECONDS, IDLE_SECONDS_IN_OFFICE = 43_200, 28_800, 1_800
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }
}

SECURE = not DEMONSTRATION
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failed"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("PORTAL_BEHIND_PROXY") else None
)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
COLLECTED = flag("PORTAL_COLLECTED")  # the image collects its static files; a checkout finds them
STATIC_ROOT = BASE_DIR / "staticfiles" if COLLECTED else None
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", fontpkg_public_sans.ROOT / "files")]
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

if DEMONSTRATION and not text("PORTAL_EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "outbox")
else:
    vars().update(dj_email_url.parse(text("PORTAL_EMAIL_URL", "console:")))
# Where people reach the portal: links in mail begin with it.
ADDRESS = text(
    "PORTAL_ADDRESS",
    "http://localhost:8000" if DEMONSTRATION else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}",
)
DEFAULT_FROM_EMAIL = text("PORTAL_EMAIL_FROM", "portal@example.org")

# Celery: the row decides, the queue is only the bell. Lost tasks come back within seconds.
CELERY_BROKER_URL = text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# History: triggers keep every state of a row; nobody can change or cut what they wrote.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
