"""`make demo`: a working shop with sample data, in the foreground until Ctrl-C.

Database, sample data, then three processes on loopback: the Stripe double (unless STRIPE_SECRET_KEY names the real
one), the clockwork, the server. Running it again does only what changed. PORT and DATABASE_URL are honoured.
"""

import os
import secrets
import signal
import sys
import time

from environs import Env

from marketplace.run import children
from marketplace.run.steps import LOGS, ROOT, VAR, StepFailed, digest, is_stamped, main, put_stamp, step, tail

DEFAULT_PORT = 8000
STAMP = VAR / "stamps" / "demo-database"


def demo():
    if "MAKELEVEL" in os.environ:
        children.end_with_parent()  # a killed make takes the demo along
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    port = choose_port()
    Env().read_env(str(ROOT / ".env"))
    os.environ.update({name: os.environ.get(name, value) for name, value in environment(port).items()})
    running = {}
    try:
        open_shop(port, running)
    except RuntimeError as failure:
        raise StepFailed(f"{failure}\n{tail(LOGS / 'server.log')}") from None
    except KeyboardInterrupt:
        print("\nstopping")
    finally:
        children.stop(running.values())


def open_shop(port, running):
    """Data and processes. A database known from the last time is served while we still look it over."""
    if is_known():
        start(running, port, "stripe", "server")
    with step("loading the site"):
        set_up_django()
    if not is_migrated():
        children.stop(running.values())
        running.clear()
        migrate()
    load_sample_data()
    with step("starting the server"):
        start(running, port, "stripe", "server")
        children.wait_until_answering(f"http://127.0.0.1:{port}/", by=running["server"])
    start(running, port, "clockwork")
    show(port)
    watch(running)


# Ground -----------------------------------------------------------------------------------------
def choose_port():
    """PORT, which must be free; without it 8000 or the next free one."""
    if asked := os.environ.get("PORT"):
        if not asked.isdecimal() or not 0 < int(asked) < 65536:
            raise StepFailed(f"PORT must be a number from 1 to 65535, not {asked!r}")
        if children.is_listening(int(asked)):
            raise StepFailed(f"port {asked} is in use; choose another: PORT=8001 make demo")
        return int(asked)
    return next(port for port in range(DEFAULT_PORT, DEFAULT_PORT + 100) if not children.is_listening(port))


def environment(port):
    """What the children need and the environment leaves open; with a Stripe key of one's own, no double."""
    given = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.dev", "SITE_URL": f"http://127.0.0.1:{port}"}
    if not os.environ.get("STRIPE_SECRET_KEY"):
        given["STRIPE_API_BASE"] = f"http://127.0.0.1:{children.free_port()}"
        given["STRIPE_SECRET_KEY"] = f"sk_test_double_{secrets.token_hex(8)}"
        given["STRIPE_WEBHOOK_SECRET"] = f"whsec_double_{secrets.token_hex(16)}"
    return given


def set_up_django():
    import django

    django.setup()


# Data -------------------------------------------------------------------------------------------
def wanted():
    """One hash of all migrations and of the database that the environment names."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")])
    return digest(ROOT / "uv.lock", os.environ.get("DATABASE_URL", ""), *files)


def is_known():
    """Whether the last demo used these migrations and this database; says nothing of what became of it since."""
    default = os.environ.get("DATABASE_URL") or (VAR / "dev.sqlite3").exists()
    return bool(default) and STAMP.is_file() and STAMP.read_text().split()[:1] == [wanted()]


def is_migrated():
    """Whether this very database has seen these very migrations."""
    return is_stamped(STAMP, f"{wanted()} {count_applied()}")


def count_applied():
    """Rows of django_migrations; a database that was thrown away has none."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    return recorder.migration_qs.count() if recorder.has_table() else 0


def migrate():
    from django.core.management import call_command
    from django.db import connection

    with step(f"tables ({connection.vendor})"):
        call_command("migrate", interactive=False, verbosity=1, stdout=Counting())
    put_stamp(STAMP, f"{wanted()} {count_applied()}")


class Counting:
    """Takes the place of `migrate`'s output: one number that moves on a terminal, silence elsewhere."""

    def __init__(self):
        self.count, self.shown = 0, sys.stdout.isatty()

    def write(self, text):
        if "Applying" in text:
            self.count += 1
            if self.shown:
                print(f"\r  tables: {self.count} migrations … ", end="", flush=True)

    def flush(self):
        pass

    def isatty(self):
        return False


def load_sample_data():
    """Safe to repeat; each start re-dates the sample states (a certificate that ends in 20 days stays one)."""
    from django.core.management import call_command

    call_command("load_demo")  # says itself what took long


# Processes --------------------------------------------------------------------------------------
def start(running, port, *names, env=None):
    """Start what of `names` does not run yet; `running` is {name: process}."""
    env = env or os.environ
    commands = commands_of(port, env)
    for name in names:
        if name in commands and name not in running:
            log = LOGS / f"{name}.log"
            log.unlink(missing_ok=True)
            running[name] = children.start(commands[name], log=log, cwd=ROOT, env=env)


def commands_of(port, env):
    """{name: command} in an environment as `environment()` completes it; the double only without a Stripe key."""
    commands = {"server": server(port), "clockwork": [sys.executable, "manage.py", "tick", "--loop", "60"]}
    if env["STRIPE_SECRET_KEY"].startswith("sk_test_double"):
        commands["stripe"] = stripe_double(port, env)
    return commands


def stripe_double(site, env):
    port = env["STRIPE_API_BASE"].rpartition(":")[2]
    return [
        *(sys.executable, "-m", "tests.doubles.stripe", "--port", port, "--secret", env["STRIPE_WEBHOOK_SECRET"]),
        *("--webhook", f"http://127.0.0.1:{site}/webhooks/stripe/", "--state", VAR / f"stripe-double-{site}.json"),
        *("--fee", "29", "5000"),  # per mille and đồng of each charge, so that the books show fees
    ]


def server(port):
    return [
        *(sys.executable, "-m", "gunicorn", "marketplace.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--threads", "8", "--access-logfile", "-", "--capture-output", "--no-control-socket"),
    ]


def show(port):
    """The table of addresses and accounts."""
    from django.core.management import call_command, get_commands

    if "show_demo" in get_commands():
        call_command("show_demo")
    print(f"\n  http://127.0.0.1:{port}/     Ctrl-C stops it; logs are in {LOGS.relative_to(ROOT)}/", flush=True)


def watch(running):
    """Until a child ends by itself, which is an error."""
    while True:
        for name, child in running.items():
            if child.poll() is not None:
                log = LOGS / f"{name}.log"
                raise StepFailed(f"{name} ended with status {child.returncode}\n{tail(log)}")
        time.sleep(0.5)


if __name__ == "__main__":
    main(demo)
