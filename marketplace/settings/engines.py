"""Embedded engines by default, real ones when the environment names them."""

from pathlib import Path

from environs import Env

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRES_OPTIONS = {
    "prepare_threshold": 1,  # only for what catalogue.statements asks
    # Compiling a long condition takes seconds, planning it anew five times as long as answering it.
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
}


def database_from(env: Env, folder: Path) -> dict:
    """The database that DATABASE_URL names, or SQLite in `folder`."""
    folder.mkdir(exist_ok=True)
    database = env.dj_db_url("DATABASE_URL", default=f"sqlite:///{folder / 'dev.sqlite3'}")
    if "sqlite" in database["ENGINE"]:
        return database | {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}  # opening one costs 8 ms
    options = POSTGRES_OPTIONS | database.get("OPTIONS", {})
    return database | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def cache_from(env: Env) -> dict:
    """Redis (which may fail without an error page) or the memory of this process."""
    if url := env.str("REDIS_URL", default=""):
        return {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": url,
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 0.5,
                "SOCKET_TIMEOUT": 0.5,
                "IGNORE_EXCEPTIONS": True,
            },
        }
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
