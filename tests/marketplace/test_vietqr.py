"""I14: VietQR. The five vectors exactly; what is written is read back; no wrong character goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.payment.memos import ALPHABET, LENGTH, PREFIX, check_symbol, memos_in, new_memo
from marketplace.payment.vietqr import NotVietQR, Transfer, crc, decode, encode

VECTORS = {
    "Vietcombank": (
        Transfer("970436", "0011001234567", 250_000, "DH100123"),
        "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA530370454062500005802VN62120808DH1001236304AC7D",
    ),
    "VietinBank": (
        Transfer("970415", "113366668888", 79_000, "MB100124"),
        "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA53037045405790005802VN62120808MB1001246304B3BE",
    ),
    "MB, a memo with signs": (
        Transfer("970422", "0963123456", 1_250_000, "OCOP 100125-K7"),
        "00020101021238540010A00000072701240006970422011009631234560208QRIBFTTA5303704540712500005802VN62180814OCOP 100125-K76304333D",
    ),
    "a sign without an amount": (
        Transfer("970415", "113366668888", reusable=True),
        "00020101021138560010A0000007270126000697041501121133666688880208QRIBFTTA53037045802VN6304F443",
    ),
    "somebody else's, with a bill's number": (
        Transfer("970416", "224528479", 10_000, "TRANSFER TO SOMEONE", bill="NPS6869"),
        (
            "00020101021238530010A0000007270123000697041601092245284790208QRIBFTTA53037045405100005802VN62340107NPS68690819"
            "TRANSFER TO SOMEONE6304AC13"
        ),
    ),
}
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=25)
TRANSFERS = st.builds(
    Transfer,
    bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, 499_999_999),
    memo=TEXT,
    bill=TEXT,
    reusable=st.booleans(),
)


def test_i14_the_crc_is_the_standards():
    assert crc("123456789") == "29B1"


@pytest.mark.parametrize(("asked", "text"), VECTORS.values(), ids=VECTORS)
def test_i14_the_vectors_are_written_and_read_exactly(asked, text):
    assert encode(asked) == text
    assert decode(text) == asked


@given(TRANSFERS)
def test_i14_what_is_written_is_read_back(asked):
    assert decode(encode(asked)) == asked


@given(TRANSFERS, st.data())
def test_i14_any_single_wrong_character_is_caught(asked, data):
    text = encode(asked)
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.characters(min_codepoint=1, max_codepoint=0x1EF9).filter(lambda c: c != text[place]))

    with pytest.raises(NotVietQR):
        decode(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize(
    "asked",
    [
        Transfer("97043", "1"),
        Transfer("970436", ""),
        Transfer("970436", "1" * 20),
        Transfer("970436", "1", 0),
        Transfer("970436", "1", -5),
        Transfer("970436", "1", 5, "đơn hàng"),
        Transfer("970436", "1", 5, "x" * 26),
    ],
    ids=str,
)
def test_what_the_form_cannot_hold_is_not_written(asked):
    with pytest.raises(NotVietQR):
        encode(asked)


@pytest.mark.parametrize(
    "text", ["", "6304", "0002", "https://example.test/", "00020101" + "6304" + crc("000201016304")]
)
def test_what_is_no_vietqr_is_not_read(text):
    with pytest.raises(NotVietQR):
        decode(text)


def test_a_payment_in_another_currency_is_not_read():
    body = encode(Transfer("970436", "1", 5)).replace("5303704", "5303840")[:-4]

    with pytest.raises(NotVietQR):
        decode(body + crc(body))


def test_a_memo_can_be_read_out_and_typed():
    memos = {new_memo() for _ in range(200)}

    assert len(memos) == 200
    assert all(len(memo) == LENGTH <= 12 for memo in memos)
    assert not set("".join(memos)) & set("0O1I")


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "MBVCB.9112233.{}.CT tu 0011 NGUYEN VAN A toi SHOP",
        "chuyển khoản đặc sản {} cảm ơn",
        "IBFT{}",
        "{}GD123456",
        "DHDH{}",
    ],
)
@pytest.mark.parametrize("broken", [str, str.lower, " ".join, ".".join, lambda memo: f"{memo[:4]} {memo[4:]}"])
def test_i13_a_memo_is_found_inside_noisy_text(around, broken):
    memo = new_memo()

    assert memo in memos_in(around.format(broken(memo)))


@given(st.text(ALPHABET, min_size=8, max_size=8), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_i13_a_memo_with_one_wrong_symbol_is_none(body, place, symbol):
    memo = body + check_symbol(body)
    wrong = memo[:place] + symbol + memo[place + 1 :]

    assert (PREFIX + wrong in memos_in(PREFIX + wrong)) == (wrong == memo)


@given(st.text(ALPHABET, min_size=8, max_size=8), st.integers(0, 7))
def test_i13_two_neighbours_in_the_wrong_order_are_caught(body, place):
    memo = body + check_symbol(body)
    swapped = memo[:place] + memo[place + 1] + memo[place] + memo[place + 2 :]

    assert (PREFIX + swapped in memos_in(PREFIX + swapped)) == (swapped == memo)


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_for_memos(text):
    assert all(len(memo) == LENGTH for memo in memos_in(text))
