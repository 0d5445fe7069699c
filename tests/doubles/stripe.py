"""A stateful test double of Stripe on loopback: `python -m tests.doubles.stripe --port 12111`.

The API that stripe-python speaks (/v1/…), a pay page for a browser (/c/pay/<session>), signed webhooks, and the
levers of a test (/_test/…). Only test keys (sk_test_…) are taken. Standard library only.
"""

import argparse
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.doubles import stripe_pages as pages
from tests.doubles.stripe_books import Books, Refused
from tests.doubles.stripe_post import Postman, signature  # noqa: F401


def nested(pairs):
    """Turn `a[b][0]=x` pairs into nested dictionaries; the list's numbers stay as keys."""
    tree = {}
    for name, value in pairs:
        *path, last = re.findall(r"[^\[\]]+", name)
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
        branch[str(len(branch)) if name.endswith("[]") else last] = value
    return tree


class Double(ThreadingHTTPServer):
    """`double.url` is its address; `double.books` its state; use as a context manager in tests."""

    daemon_threads = True

    def __init__(self, *, port=0, webhook="", secret="whsec_double", state=None):
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.postman = Postman(webhook, secret)
        self.books = Books(origin=self.url, on_event=self.postman.add, state=state)
        self.faults = []  # {"kind": latency|error|lost, "path": prefix, "times": n, "seconds": s}

    def __enter__(self):
        self.postman.start()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.shutdown()
        self.server_close()

    def _watch(self):
        while True:
            time.sleep(1)
            with self.books.lock:
                self.books.close_overdue()

    def fault_for(self, method, path):
        with self.books.lock:
            for fault in self.faults:
                if fault["times"] > 0 and path.startswith(fault["path"]) and fault.get("method", method) == method:
                    fault["times"] -= 1
                    return fault
        return {"kind": ""}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Double

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.body = ""
        self._route("GET")

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self._route("POST")

    def _route(self, method):
        address = urlsplit(self.path)
        self.asked = nested(parse_qsl(address.query if method == "GET" else self.body, keep_blank_values=True))
        path = address.path.rstrip("/")
        if path.startswith("/v1/"):
            self._api(method, path)
        elif path.startswith("/c/pay/"):
            self._pay_page(method, path.removeprefix("/c/pay/"))
        elif path.startswith("/_test"):
            self._lever(method, path.removeprefix("/_test"))
        else:
            self._json(
                404,
                {
                    "error": {
                        "type": "invalid_request_error",
                        "message": f"Unrecognized URL {path}",
                    }
                },
            )

    # The API

    def _api(self, method, path):
        fault = self.server.fault_for(method, path)
        if fault["kind"] == "latency":
            time.sleep(fault["seconds"])
        if fault["kind"] == "error":
            return self._json(
                500,
                {
                    "error": {
                        "type": "api_error",
                        "message": "The double was told to fail.",
                    }
                },
            )
        status, body, headers = self._answer(method, path)
        if fault["kind"] == "lost":  # it happened, but nobody hears of it
            self.close_connection = True
            return self.connection.close()
        return self._json(status, body, headers)

    def _answer(self, method, path):
        books = self.server.books
        key = self.headers.get("Idempotency-Key") if method == "POST" else None
        with books.lock:
            try:
                self._check_key()
                if key and key in books.replays:
                    return self._replay(books.replays[key], path)
                status, body = (
                    200,
                    API[(method, *_shape(path))](books, self.asked, *_ids(path)),
                )
                body = json.loads(json.dumps(body))
            except KeyError:
                status, body = (
                    404,
                    {
                        "error": {
                            "type": "invalid_request_error",
                            "message": f"Unrecognized {path}",
                        }
                    },
                )
            except Refused as refusal:
                status, body = refusal.status, refusal.body
            if key and status != 401:
                books.replays[key] = [path, self.body, status, body]
            books.save()
        return status, body, {}

    def _check_key(self):
        if not self.headers.get("Authorization", "").startswith("Bearer sk_test_"):
            raise Refused("Invalid API Key provided: the double takes sk_test_… only.", status=401)

    def _replay(self, stored, path):
        if [path, self.body] != stored[:2]:
            raise Refused(
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                kind="idempotency_error",
            )
        return stored[2], stored[3], {"Idempotent-Replayed": "true"}

    # The pay page

    def _pay_page(self, method, key):
        books = self.server.books
        with books.lock:
            books.close_overdue()
            session = books.sessions.get(key)
            if session is None:
                return self._html(404, pages.closed_page(None))
            if session["status"] == "complete":
                return self._see_other(session["success_url"].replace("{CHECKOUT_SESSION_ID}", key))
            if session["status"] != "open":
                return self._html(200, pages.closed_page(session))
            if method == "GET":
                return self._html(200, pages.pay_page(session))
            return self._try_card(session)

    def _try_card(self, session):
        number = re.sub(r"\D", "", self.asked.get("number", ""))
        if self.asked.get("authenticated") == "no":
            return self._html(200, pages.pay_page(session, "authentication_failed"))
        verdict = self.server.books.pay(session["id"], number, authenticated="authenticated" in self.asked)
        self.server.books.save()
        if verdict == "paid":
            return self._see_other(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))
        if verdict == "needs_3ds":
            return self._html(200, pages.three_ds_page(session, number))
        return self._html(200, pages.pay_page(session, verdict))

    # The levers of a test

    def _lever(self, method, path):
        try:
            asked = json.loads(self.body or "{}")
            # Not under the lock: a delivered event makes the site ask us for its object.
            answer = LEVERS[(method, *_shape(path))](self.server, asked, *_ids(path))
        except KeyError:
            return self._json(404, {"error": {"message": f"no such lever: {method} {path}"}})
        except Refused as refusal:
            return self._json(refusal.status, refusal.body)
        return self._json(200, answer)

    # Answers

    def _send(self, status, kind, text, headers=None):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _json(self, status, body, headers=None):
        public = {k: v for k, v in body.items() if not k.startswith("_")} if isinstance(body, dict) else body
        self._send(
            status,
            "application/json",
            json.dumps(public),
            {"Request-Id": "req_double", **(headers or {})},
        )

    def _html(self, status, text):
        self._send(status, "text/html; charset=utf-8", text)

    def _see_other(self, url):
        self._send(303, "text/plain", "", {"Location": url})


ID = re.compile(r"^(cs_test|pi|ch|re|du|txn|evt)_[0-9a-f]+$")


def _shape(path):
    return tuple("*" if ID.match(step) else step for step in path.split("/") if step not in ("", "v1"))


def _ids(path):
    return [step for step in path.split("/") if ID.match(step)]


def _retrieve(shelf):
    def retrieve(books, asked, key):
        books.close_overdue()
        return _expanded(books, books.find(shelf, key), asked.get("expand", {}).values())

    return retrieve


EXPANDABLE = {
    "payment_intent": "intents",
    "latest_charge": "charges",
    "charge": "charges",
    "balance_transaction": "balance_transactions",
}


def _expanded(books, thing, wishes):
    """Copy `thing` with ids replaced by objects, e.g. for `payment_intent.latest_charge`."""
    copy = dict(thing)
    for wish in wishes:
        first, _, rest = wish.partition(".")
        if not isinstance(copy.get(first), dict) and copy.get(first):
            copy[first] = books.find(EXPANDABLE[first], copy[first])
        if rest and copy.get(first):
            copy[first] = _expanded(books, copy[first], [rest])
    return copy


def _list_events(books, asked):
    events = sorted(books.events.values(), key=lambda event: -event["created"])
    return {
        "object": "list",
        "data": events[: int(asked.get("limit", 10))],
        "has_more": False,
        "url": "/v1/events",
    }


def _lister(shelf):
    """The newest first, of the time that `created[gte]` and `created[lt]` name; one page holds all."""

    def lists(books, asked):
        created = asked.get("created", {})
        since, until = int(created.get("gte", 0)), int(created.get("lt", 2**40))
        found = [thing for thing in books.shelves[shelf].values() if since <= thing["created"] < until]
        if intent := asked.get("payment_intent"):
            found = [thing for thing in found if thing["payment_intent"] == intent]
        return {
            "object": "list",
            "data": sorted(found, key=lambda thing: -thing["created"]),
            "has_more": False,
            "url": f"/v1/{shelf}",
        }

    return lists


API = {
    ("POST", "checkout", "sessions"): lambda books, asked: books.create_session(asked),
    ("GET", "checkout", "sessions", "*"): _retrieve("sessions"),
    ("POST", "checkout", "sessions", "*", "expire"): lambda books, asked, key: books.expire_session(key),
    ("GET", "payment_intents", "*"): _retrieve("intents"),
    ("GET", "charges"): _lister("charges"),
    ("GET", "charges", "*"): _retrieve("charges"),
    ("POST", "refunds"): lambda books, asked: books.refund(asked),
    ("GET", "refunds"): _lister("refunds"),
    ("GET", "refunds", "*"): _retrieve("refunds"),
    ("GET", "disputes"): _lister("disputes"),
    ("GET", "disputes", "*"): _retrieve("disputes"),
    ("GET", "events", "*"): _retrieve("events"),
    ("GET", "events"): _list_events,
}


def _lever_clock(double, asked):
    double.books.ahead += asked["seconds"]
    double.books.close_overdue()
    return {"ahead": double.books.ahead}


def _lever_fault(double, asked):
    double.faults.append({"path": "/v1/", "times": 1, "seconds": 1} | asked)
    return double.faults[-1]


def _lever_pause(double, asked):
    double.postman.paused = asked.get("paused", True)
    return {"paused": double.postman.paused}


LEVERS = {
    ("GET",): lambda double, asked: {"double": "stripe", "url": double.url},
    ("GET", "events"): lambda double, asked: {"data": list(double.books.events.values())},
    ("POST", "events", "*", "deliver"): lambda double, asked, key: {
        "status": double.postman.deliver(double.books.find("events", key))
    },
    ("POST", "sessions", "*", "pay"): lambda double, asked, key: {
        "verdict": double.books.pay(key, asked.get("number", "4242424242424242"), authenticated=True)
    },
    ("POST", "charges", "*", "dispute"): lambda double, asked, key: double.books.dispute(key, **asked),
    ("POST", "disputes", "*", "decide"): lambda double, asked, key: double.books.decide_dispute(key, **asked),
    ("POST", "clock"): _lever_clock,
    ("POST", "faults"): _lever_fault,
    ("POST", "pause"): _lever_pause,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--webhook", default="", help="where signed events go")
    parser.add_argument("--secret", default="whsec_double")
    parser.add_argument("--fee", type=int, nargs=2, default=(0, 0), help="of each charge: per mille, and đồng")
    parser.add_argument("--state", type=Path, help="a JSON file that outlives the process")
    asked = parser.parse_args()
    with Double(port=asked.port, webhook=asked.webhook, secret=asked.secret, state=asked.state) as double:
        double.books.fee = tuple(asked.fee)
        print(f"Stripe double (TEST) on {double.url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
