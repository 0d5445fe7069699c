"""How the double's events reach the site: signed as Stripe signs, delivered with a few retries."""

import hashlib
import hmac
import json
import queue
import threading
import time
import urllib.error
import urllib.request

RETRY_AFTER = (0, 1, 3, 10)  # seconds before each try to deliver an event


def signature(payload: str, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Postman(threading.Thread):
    """Delivers events to the site, one after another, with a few retries."""

    def __init__(self, url, secret):
        super().__init__(daemon=True)
        self.url, self.secret, self.post, self.paused = (
            url,
            secret,
            queue.Queue(),
            False,
        )

    def run(self):
        while True:
            event, tries = self.post.get()
            threading.Timer(RETRY_AFTER[tries], self._try, (event, tries)).start()

    def add(self, event):
        if self.url and not self.paused:
            self.post.put((event, 0))

    def _try(self, event, tries):
        if not 200 <= self.deliver(event) < 300 and tries + 1 < len(RETRY_AFTER):
            self.post.put((event, tries + 1))

    def deliver(self, event) -> int:
        """Send one event now; return the site's status, 0 when it did not answer."""
        payload = json.dumps(event)
        headers = {
            "Content-Type": "application/json",
            "Stripe-Signature": signature(payload, self.secret, int(time.time())),
        }
        request = urllib.request.Request(self.url, payload.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0
