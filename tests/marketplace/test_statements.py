"""A bank's statement as banks write it: read by its headings, told once, wrong rows named."""

import pytest
from django.utils.timezone import localtime

from marketplace.order.models import Order
from marketplace.payment.models import BankTransaction, MoneyAct
from marketplace.payment.statements import Unreadable, import_statement
from tests.factories import UserFactory
from tests.marketplace.banking import ACCOUNT, memo_of, notice, post, transfer_order
from tests.marketplace.banking import account as account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]
HEAD = "Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung\n"


def read(text, **changes):
    data = text if isinstance(text, bytes) else text.encode()
    return import_statement(data, **({"name": "sao-ke.csv", "by": UserFactory()} | changes))


def told(report):
    return report.new, report.known, report.outgoing, len(report.problems)


def test_a_statement_pays_the_order_that_a_lost_webhook_left_waiting():
    order = transfer_order()

    report = read(f'{HEAD}{localtime():%d/%m/%Y %H:%M},FT9,,"{order.total:,}",MBVCB {memo_of(order)} ck\n')

    assert told(report) == (1, 0, 0, 0)
    assert Order.objects.get().payment_state == "paid"


def test_i13_read_twice_and_told_three_times_by_webhook_it_is_one_transfer():
    order = transfer_order()
    body = notice(f"ck {memo_of(order)}", order.total, referenceCode="FT77")
    row = f"{HEAD}{localtime():%d/%m/%Y},ft 77,,{order.total},khac noi dung\n"

    for _ in range(3):
        post(body)
    reports = [told(read(row)) for _ in range(2)]

    assert reports == [(0, 1, 0, 0)] * 2
    assert BankTransaction.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("250000", 250_000), ("250.000", 250_000), ('"250,000"', 250_000), ('"1,250,000.00"', 1_250_000),
        ('"1.250.000,00"', 1_250_000), ("+250.000 VND", 250_000), ("250 000 đ", 250_000),
    ],
)  # fmt: skip
def test_amounts_are_read_however_banks_write_them(written, amount):
    read(f"{HEAD}22/11/2026,FT1,,{written},x\n")

    assert BankTransaction.objects.get().amount == amount


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("22/11/2026,,,5000,x", "số tham chiếu"),
        ("22/11/2026,FT1,,năm nghìn,x", "năm nghìn"),
        ("22/11/2026,FT1,,250.50,x", "250.50"),
        ("22/11/2026,FT1,,99999999999999999,x", "Số tiền"),
        ("31/02/2026,FT1,,5000,x", "31/02/2026"),
        ("22/11/0026,FT1,,5000,x", "Ngày"),
        ("22/11/2026,FT1", ""),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_kept(row, words):
    report = read(f"{HEAD}{row}\n22/11/2026,FT2,,7000,tốt\n")

    assert BankTransaction.objects.get().amount == 7_000
    assert [number for number, _ in report.problems] == ([2] if words else [])
    assert all(words in sentence for _, sentence in report.problems)


def test_money_that_went_out_is_left_aside():
    report = read(f"{HEAD}22/11/2026,FT1,500000,,trả lương\n22/11/2026,FT2,,-5000,phí\n22/11/2026,FT3,,0,x\n")

    assert told(report) == (0, 0, 3, 0)


@pytest.mark.parametrize("sign", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_signs_and_letters_of_banks_are_read(sign, encoding):
    text = (
        "NGÂN HÀNG THỬ\nTài khoản: 1\n\n"
        + HEAD.replace(",", sign)
        + sign.join(["22/11/2026", "FT1", "", "5.000", "mua"])
    )

    assert told(read(text.encode(encoding))) == (1, 0, 0, 0)


def test_english_headings_and_an_account_of_its_own_are_read():
    read("Date;Reference;Credit;Description;Account number\n2026-11-22 08:30:00;R1;5000;x;123 456\n")

    kept = BankTransaction.objects.get()
    assert kept.account == "123 456"
    assert localtime(kept.booked_at).hour == 8


def test_without_its_own_account_a_row_is_of_ours():
    read(f"{HEAD}22/11/2026,FT1,,5000,x\n")

    assert BankTransaction.objects.get().account == ACCOUNT["BANK_ACCOUNT"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"\xff\xfe", b"PK\x03\x04\x9c\x9d", b"a,b,c\n1,2,3\n", b'"' * 500_000, b"x" * 2_200_000],
    ids=["empty", "zeros", "half a mark", "a spreadsheet", "other columns", "quotes", "too large"],
)
def test_what_is_no_statement_is_refused_in_words_and_changes_nothing(data):
    with pytest.raises(Unreadable, match=r"\w+ \w+"):
        read(data)

    assert not BankTransaction.objects.exists()
    assert not MoneyAct.objects.exists()


def test_who_read_a_statement_is_written_down():
    reader = UserFactory()
    read(f"{HEAD}22/11/2026,FT1,,5000,x\n", by=reader, name="thang-11.csv")

    act = MoneyAct.objects.get()
    assert (act.by, act.note) == (reader, "thang-11.csv: +1, =0, !0")
