"""What the tests of the officers' desk share: offices, their things, and every address of the back office."""

import re
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RoutePattern
from PIL import Image

from marketplace.accounts.models import OFFICER, Office
from tests.factories import BareProductFactory, CertificateFactory, ProducerFactory, UserFactory

REVOCATION = {"ground": "c", "decision_number": "88/QĐ-UBND", "note": ""}  # without its day
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def in_group(name: str, **office):
    """A user of a staff group, with an office when one is given."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    if office:
        Office.objects.create(user=user, **office)
    return user


def officer_of(province):
    return in_group(OFFICER, level="province", province=province)


def officer_of_the_ministry():
    return in_group(OFFICER, level="ministry")


def product_of(province, **kwargs):
    return BareProductFactory(owner=ProducerFactory(province=province), **kwargs)


def certificate_of(province, **kwargs):
    return CertificateFactory(product=product_of(province), **kwargs)


def paper() -> SimpleUploadedFile:
    """A blank sheet as a scanner would give it."""
    file = BytesIO()
    Image.new("RGB", (800, 1100), "white").save(file, "JPEG")
    return SimpleUploadedFile("giay.jpg", file.getvalue(), "image/jpeg")


def desk(name: str, *args) -> str:
    return reverse(f"certificates_desk:{name}", args=args)


def addresses(prefix: str, keys: list[int], words: dict[str, list[str]]) -> Iterator[str]:
    """Every address below `prefix` that Django's resolver knows, its numbers and names filled in: each key in turn
    for a number, each of `words` by the argument's name."""
    for pieces in _routes(get_resolver(), []):
        if "".join(str(one.pattern) for one in pieces).startswith(prefix.lstrip("/")):
            yield from dict.fromkeys(_filled(pieces, turn, keys, words) for turn in range(len(keys)))


def _routes(resolver, above) -> Iterator[list]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, [*above, one])
        elif isinstance(one, URLPattern):
            yield [*above, one]


def _filled(pieces: list, turn: int, keys: list[int], words: dict[str, list[str]]) -> str:
    return "/" + "".join(_piece(one.pattern, turn, keys, words) for one in pieces)


def _piece(pattern, turn: int, keys: list[int], words: dict[str, list[str]]) -> str:
    if isinstance(pattern, RoutePattern):
        text = str(pattern)
        for name, converter in pattern.converters.items():
            text = re.sub(rf"<(\w+:)?{name}>", _value(name, converter, turn, keys, words), text)
        return text
    text = GROUP.sub(lambda found: _value(found[1], None, turn, keys, words), pattern.regex.pattern)
    return text.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\", "")


def _value(name: str, converter, turn: int, keys: list[int], words: dict[str, list[str]]) -> str:
    if isinstance(converter, IntConverter):
        return str(keys[turn])
    if isinstance(converter, UUIDConverter):
        return str(UUID(int=keys[turn]))
    known = words.get(name)
    return known[turn % len(known)] if known else str(keys[turn])
