"""A scan handed in with a form that is not saved yet: kept until it is, named by a signed word in the form."""

from datetime import datetime, timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

from catalogue.scan_files import Scan

FOLDER = "private/staged"
SALT = "a staged file"
KEPT = timedelta(days=1)


def keep(scan: Scan) -> str:
    """Store it under a name that nobody can guess; the word by which `read` finds it."""
    name = f"{FOLDER}/{get_random_string(32)}{scan.suffix}"
    return signing.dumps(default_storage.save(name, ContentFile(scan.content)), salt=SALT)


def read(word: str) -> Scan | None:
    """The scan, or None for a word that is not ours, too old, or whose file is gone."""
    try:
        name = signing.loads(word, salt=SALT, max_age=KEPT)
        with default_storage.open(name, "rb") as file:
            return Scan(file.read(), "." + name.rpartition(".")[2])
    except (signing.BadSignature, FileNotFoundError):
        return None


def forget(word: str) -> None:
    """Remove the file once it was used."""
    try:
        default_storage.delete(signing.loads(word, salt=SALT))
    except signing.BadSignature:
        return


def sweep(at: datetime) -> int:
    """Remove what nobody saved: files older than a word is good for. Returns how many."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # nobody has handed in anything yet
        return 0
    return sum(_removed_if_old(f"{FOLDER}/{name}", at) for name in names)


def _removed_if_old(name: str, at: datetime) -> bool:
    try:
        is_old = default_storage.get_modified_time(name) < at - KEPT
    except FileNotFoundError:  # just used, or swept by somebody else
        return False
    if is_old:
        default_storage.delete(name)
    return is_old
