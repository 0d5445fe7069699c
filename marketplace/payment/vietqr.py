"""VietQR: what a bank's app reads from the symbol on the payment page (EMVCo tags, NAPAS's form). Pure.

A value is written as two digits of its tag, two of its length, then the value; the last one is a CRC of all before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
REUSABLE, ONCE = "11", "12"
LARGEST_AMOUNT = 9_999_999_999_999  # đồng; EMVCo allows 13 characters
LONGEST_ACCOUNT, LONGEST_MEMO, LONGEST_BILL = 19, 25, 25

_ACCOUNT = re.compile(rf"[0-9A-Za-z]{{1,{LONGEST_ACCOUNT}}}")
_TEXT = re.compile(r"[ -~]*")  # printable ASCII: other letters do not survive every bank


class NotVietQR(ValueError):
    """A text that no VietQR encoder writes, or whose CRC does not fit."""


@dataclass(frozen=True)
class Transfer:
    """A transfer to a bank account. `bin`: the bank's six digits; `amount`: whole đồng, None when the payer types it.

    `reusable` is what a printed sign is; one order's symbol is not.
    """

    bin: str
    account: str
    amount: int | None = None
    memo: str = ""
    bill: str = ""
    reusable: bool = False


def encode(transfer: Transfer) -> str:
    """Return the text of the symbol. Raises NotVietQR for what its form cannot hold."""
    _check(transfer)
    bank = _tag("00", transfer.bin) + _tag("01", transfer.account)
    where = _tag("00", NAPAS) + _tag("01", bank) + _tag("02", TO_ACCOUNT)
    extra = _tag("01", transfer.bill) + _tag("08", transfer.memo)
    amount = "" if transfer.amount is None else str(transfer.amount)
    body = _tag("00", "01") + _tag("01", REUSABLE if transfer.reusable else ONCE) + _tag("38", where)
    body += _tag("53", "704") + _tag("54", amount) + _tag("58", "VN") + _tag("62", extra) + "6304"
    return body + crc(body)


def decode(text: str) -> Transfer:
    """Return what a symbol's text asks for. Raises NotVietQR."""
    body, told = text[:-4], text[-4:]
    if not text.isascii() or not body.endswith("6304") or crc(body) != told:
        raise NotVietQR("the CRC does not fit")
    tags = dict(_tags(body[:-4]))
    where = dict(_tags(tags.get("38", "")))
    bank, extra = dict(_tags(where.get("01", ""))), dict(_tags(tags.get("62", "")))
    found = Transfer(
        bin=bank.get("00", ""),
        account=bank.get("01", ""),
        amount=int(tags["54"]) if tags.get("54", "").isdigit() else None,
        memo=extra.get("08", ""),
        bill=extra.get("01", ""),
        reusable=tags.get("01") == REUSABLE,
    )
    if encode(found) != text:
        raise NotVietQR("not a transfer in đồng to an account in Vietnam")
    return found


def crc(text: str) -> str:
    """Return CRC-16/CCITT-FALSE of an ASCII text as four hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def _tag(number: str, value: str) -> str:
    """The tag with its value; nothing for an empty one."""
    return f"{number}{len(value):02d}{value}" if value else ""


def _tags(text: str) -> Iterator[tuple[str, str]]:
    while text:
        number, length = text[:2], text[2:4]
        if not (number.isdigit() and length.isdigit()) or len(text) < 4 + int(length):
            raise NotVietQR("a tag is cut off")
        yield number, text[4 : 4 + int(length)]
        text = text[4 + int(length) :]


def _check(transfer: Transfer) -> None:
    if not re.fullmatch(r"[0-9]{6}", transfer.bin) or not _ACCOUNT.fullmatch(transfer.account):
        raise NotVietQR("a bank has six digits, an account up to 19 letters and digits")
    if transfer.amount is not None and not 0 < transfer.amount <= LARGEST_AMOUNT:
        raise NotVietQR(f"no amount of đồng: {transfer.amount}")
    if len(transfer.memo) > LONGEST_MEMO or len(transfer.bill) > LONGEST_BILL:
        raise NotVietQR("a memo has up to 25 characters")
    if not _TEXT.fullmatch(transfer.memo) or not _TEXT.fullmatch(transfer.bill):
        raise NotVietQR("a memo is plain ASCII")
