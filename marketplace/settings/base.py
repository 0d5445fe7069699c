"""Everything; dev.py, test.py and production.py hold only differences."""

from pathlib import Path

import oscar
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env
from oscar.defaults import *  # noqa: F403

from marketplace.settings.engines import cache_from, database_from

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = Env()
env.read_env(str(BASE_DIR / ".env"))

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
TRACE_NAMESPACE = env.str("TRACE_NAMESPACE", default=f"{SITE_URL}/ns/trace#")  # of "ocop:" in events of lots
SITE_ID = 1
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"

# Apps ------------------------------------------------------------------------------------------
FORKS = {
    "oscar.config.Shop": "marketplace.apps.MarketplaceShop",
    "oscar.apps.catalogue.apps.CatalogueConfig": "catalogue.apps.CatalogueConfig",
    "oscar.apps.search.apps.SearchConfig": "search.apps.SearchConfig",
    "oscar.apps.partner.apps.PartnerConfig": "marketplace.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig": "marketplace.basket.apps.BasketConfig",
    "oscar.apps.order.apps.OrderConfig": "marketplace.order.apps.OrderConfig",
    "oscar.apps.checkout.apps.CheckoutConfig": "marketplace.checkout.apps.CheckoutConfig",
    "oscar.apps.shipping.apps.ShippingConfig": "marketplace.shipping.apps.ShippingConfig",
    "oscar.apps.payment.apps.PaymentConfig": "marketplace.payment.apps.PaymentConfig",
    "oscar.apps.dashboard.apps.DashboardConfig": "marketplace.dashboard.apps.DashboardConfig",
}
missing = set(FORKS) - set(oscar.INSTALLED_APPS)
assert not missing, f"Oscar does not install {missing}"

INSTALLED_APPS = [
    "marketplace.accounts",
    "whitenoise.runserver_nostatic",
    *[FORKS.get(app, app) for app in oscar.INSTALLED_APPS],
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "stories",
    "outlets",
    "traceability",
    "marketplace.pages",
    "marketplace.cms",
    "marketplace.producers",
    "marketplace.buyers",
    "marketplace.clockwork",
    "marketplace.notifications",
    "marketplace.vouchers",
    "marketplace.ledger",
    "marketplace.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "marketplace.machines.health.answer_health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.security.asked_each_time",
    "marketplace.pages.scan.answer_scans",
    "marketplace.security.PolicyByPath",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "marketplace.security.WithoutNul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.accounts.doors.BackOfficeDoors",
    "marketplace.insiders.mark_insiders",
    "marketplace.left_behind.forget_former_accounts",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.core.context_processors.metadata",
                "oscar.apps.checkout.context_processors.checkout",
            ],
        },
    },
]

# Data ------------------------------------------------------------------------------------------
DATABASES = {"default": database_from(env, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
CACHES = {"default": cache_from(env)}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "marketplace" / "static"]
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if env.str("TASKS_BACKEND", default="") == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", default="console:")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = "Chợ OCOP <cho-ocop@localhost>"

# People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "marketplace.accounts.backends.EmailOrPhone",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/tai-khoan/"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; the clockwork sends mail once a minute
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # the only way in which signing up cannot tell who has an account
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.forms.LoginForm",
    "request_login_code": "marketplace.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "marketplace.accounts.forms.ConfirmLoginCodeForm",
    "signup": "marketplace.accounts.forms.SignupForm",
    "reset_password": "marketplace.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "marketplace.accounts.forms.ResetPasswordKeyForm",
    "change_password": "marketplace.accounts.forms.ChangePasswordForm",
    "add_email": "marketplace.accounts.forms.AddEmailForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "marketplace.accounts.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Chợ OCOP"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_FORMS = {
    "authenticate": "marketplace.accounts.forms.AuthenticateForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "marketplace.accounts.forms.ActivateTOTPForm",
    "authenticate_webauthn": "marketplace.accounts.forms.UsePasskeyForm",
    "login_webauthn": "marketplace.accounts.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "marketplace.accounts.forms.ReauthenticatePasskeyForm",
    "add_webauthn": "marketplace.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "marketplace.accounts.forms.RenamePasskeyForm",
}
STAFF_NEEDS_SECOND_FACTOR = not DEBUG
WISHES_COOKIE = "wishes"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Languages and places --------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "marketplace" / "locale"]
USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True

# Shop and pages --------------------------------------------------------------------------------
OSCAR_SHOP_NAME = "Chợ OCOP"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_HOMEPAGE = "/"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1")
# Oscar's dashboard, as far as the shop uses it: what links to pages that we do not have stays out of the menu.
OSCAR_DASHBOARD_NAVIGATION = [
    {"label": _("Tổng quan"), "icon": "fas fa-list", "url_name": "dashboard:index"},
    {"label": _("Hàng đợi tiền"), "icon": "fas fa-inbox", "url_name": "queues:index"},
    {"label": _("Đơn hàng"), "icon": "fas fa-shopping-cart", "url_name": "dashboard:order-list"},
    {"label": _("Tiền của đơn"), "icon": "fas fa-undo", "url_name": "money:index"},
    {"label": _("Chi trả"), "icon": "fas fa-money-check", "url_name": "payouts:index"},
    {"label": _("Tỷ lệ phí và thuế"), "icon": "fas fa-balance-scale", "url_name": "rates:index"},
    {"label": _("Sản phẩm"), "icon": "fas fa-sitemap", "url_name": "dashboard:catalogue-product-list"},
    {"label": _("Tạm ngừng bán"), "icon": "fas fa-ban", "url_name": "sales:index"},
    {"label": _("Đánh giá của người mua"), "icon": "fas fa-comment", "url_name": "buyer-reviews:index"},
    {"label": _("Mã giảm giá"), "icon": "fas fa-percent", "url_name": "vouchers:index"},
    {"label": _("Thư đi"), "icon": "fas fa-envelope", "url_name": "outbox:index"},
    {"label": _("Mã cũ, mã ngoài"), "icon": "fas fa-qrcode", "url_name": "old-codes:index"},
    {"label": _("Mã doanh nghiệp GS1"), "icon": "fas fa-barcode", "url_name": "gs1-prefixes:index"},
    {"label": _("Phòng kiểm nghiệm"), "icon": "fas fa-flask", "url_name": "laboratories:index"},
    {"label": _("Nhà sản xuất"), "icon": "fas fa-store", "url_name": "dashboard:partner-list"},
    {"label": _("Người dùng"), "icon": "fas fa-users", "url_name": "dashboard:users-index"},
]
OSCAR_THUMBNAILER = "marketplace.thumbnails.AsStored"
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
WAGTAIL_SITE_NAME = "Chợ OCOP"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # a visit to /cms/ is told to nobody else
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY = 55, 76
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]},
    }
}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# Money -----------------------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
BANK_BIN = env.str("BANK_BIN", default="")
BANK_ACCOUNT = env.str("BANK_ACCOUNT", default="")
BANK_HOLDER = env.str("BANK_HOLDER", default="")
BANK_WEBHOOK_KEY = env.str("BANK_WEBHOOK_KEY", default="")
# Messages by phone: a channel without its settings is never chosen.
ZALO_TOKEN = env.str("ZALO_TOKEN", default="")
ZALO_TEMPLATES = env.json("ZALO_TEMPLATES", default="{}")  # kind of message -> id of the approved template
ZALO_URL = env.str("ZALO_URL", default="")
SMS_URL = env.str("SMS_URL", default="")
SMS_KEY = env.str("SMS_KEY", default="")
SMS_SENDER = env.str("SMS_SENDER", default="ChoOCOP")
SIGNING_KEY = env.str("SIGNING_KEY", default="")
PIN_KEY = env.str("PIN_KEY", default="")

# Safety ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF, STRIPE_API_BASE or "https://checkout.stripe.com"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
