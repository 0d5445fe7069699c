"""A worker that dies: `python -m tests.proofs.victim` reads one order a line, forks, and the child kills itself (-9) in
the middle of it. No code of the site knows of this: the named function is wrapped from outside.

A line: {"at": "package.module:function", "when": "before" | "after", "times": n, "do": act, "facts": {...}}.
The answer: the child's signal (9), or "alive" where the point was never reached.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from importlib import import_module


def main():
    import django

    django.setup()
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            _die(told)
        _pid, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "alive", flush=True)


def _die(told):
    wrap(told["at"], told["when"], told["times"])
    try:
        ACTS[told["do"]](**told["facts"])
    finally:
        os._exit(0)


def wrap(at, when, times):
    """Kill this process before or after the `times`-th call."""
    where, _, name = at.partition(":")
    owner = import_module(where)
    *path, last = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    real, calls = getattr(owner, last), iter(range(times - 1))

    def deadly(*given, **named):
        dies = next(calls, None) is None
        if dies and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*given, **named)
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, last, deadly)


# What it does when it dies ------------------------------------------------------------------------
def post(path, cookies, fields):
    """A click of a browser with these cookies."""
    from django.test import Client

    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    client.post(path, fields)


def notice(text, header):
    from django.test import Client

    Client().post("/webhooks/stripe/", text, content_type="application/json", headers={"stripe-signature": header})


def transfer(text, key):
    from django.test import Client

    headers = {"authorization": f"Apikey {key}"}
    Client().post("/webhooks/bank/sepay/", text, content_type="application/json", headers=headers)


def tick(seconds):
    from django.utils.timezone import now

    from marketplace.clockwork import services

    services.tick(now() + timedelta(seconds=seconds))


ACTS = {"post": post, "notice": notice, "transfer": transfer, "tick": tick}


if __name__ == "__main__":
    main()
