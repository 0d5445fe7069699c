"""The ratified JSON schema of EPCIS 2.0.1, with the formats that it names and its validator leaves open."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from jsonschema import Draft7Validator, FormatChecker

from tests.support import tools

FORMATS = FormatChecker(formats=())
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@FORMATS.checks("uri")
def is_uri(text):
    return not isinstance(text, str) or bool(URI.fullmatch(text))


@cache
def validator():
    text = Path(tools.find("conformance"), "epcis-schema-2.0.1", "epcis-json-schema.json").read_text()
    return Draft7Validator(json.loads(text), format_checker=FORMATS)


def errors_in(document) -> list[str]:
    """What the schema objects to."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(document)]
