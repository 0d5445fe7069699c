"""What a voucher takes off, as plain numbers."""

import pytest

from marketplace.vouchers.shares import saving


@pytest.mark.parametrize(
    ("goods", "terms", "off"),
    [
        (199_999, {"percent": 10}, 19_999),
        (1_000_000, {"percent": 50, "most": 80_000}, 80_000),
        (300_000, {"amount": 40_000}, 40_000),
        (30_000, {"amount": 40_000}, 29_999),
        (1, {"percent": 90}, 0),
    ],
)
def test_a_saving_is_whole_dong_and_never_all_of_the_goods(goods, terms, off):
    assert saving(goods, **({"percent": None, "amount": None, "most": None} | terms)) == off
