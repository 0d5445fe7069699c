"""Processes that end when their parent does, whatever ends it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

PR_SET_PDEATHSIG = 1


def end_with_parent(number=signal.SIGTERM):
    """Ask Linux to send this process a signal when the one that started it is gone; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def start(command, *, log=None, number=signal.SIGTERM, **options):
    """Start a child in its own process group (Ctrl-C is the parent's to handle) that ends with us."""
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
    with open(log or os.devnull, "ab") as out:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=lambda: end_with_parent(number),  # noqa: PLW1509 (no threads here)
            **options,
        )


def stop(children, *, number=signal.SIGTERM, seconds=8):
    """End them in order: politely first, then not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(number)
    deadline = time.monotonic() + seconds
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_listening(port, *, by, seconds=60):
    """Until `by` (a child) listens on a loopback port. RuntimeError when it ends or takes longer."""
    deadline = time.monotonic() + seconds
    while not is_listening(port):
        if by.poll() is not None:
            raise RuntimeError(f"{by.args[0]} ended with status {by.returncode} before it listened on {port}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"nothing listens on 127.0.0.1:{port} after {seconds} s")
        time.sleep(0.05)


def wait_until_answering(address, *, by, seconds=240):
    """Until `by` (a server) answers a GET, whatever the status: a process manager listens long before it can."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=max(0.1, deadline - time.monotonic())).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if by.poll() is not None:
                raise RuntimeError(f"the server ended with status {by.returncode}") from None
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer after {seconds} s")
