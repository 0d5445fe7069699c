"""search.shelf against the plainest possible description of the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.shelf import FACETS, SORTS, Facts, Shelf

FACTS = st.builds(
    Facts,
    number=st.integers(1, 50),
    group=st.sampled_from(["I", "II", ""]),
    set=st.sampled_from(["QD26-01", "QD26-13", ""]),
    province=st.sampled_from(["vinh-long", "can-tho", "hue"]),
    star=st.sampled_from(["3", "4", "5"]),
    price=st.one_of(st.none(), st.integers(1_000, 9_000)),
)
STOCK = st.dictionaries(st.integers(1, 40), FACTS, max_size=15)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "group": st.lists(st.sampled_from(["I", "II", "IX"]), max_size=2),
        "province": st.lists(st.sampled_from(["vinh-long", "hue"]), max_size=2),
        "star": st.lists(st.sampled_from(["3", "5"]), max_size=2),
    },
)


def meets(facts, filters, without=None):
    return all(getattr(facts, facet) in values for facet, values in filters.items() if values and facet != without)


@given(STOCK, FILTERS)
def test_a_selection_holds_what_meets_all_filters(stock, filters):
    shelf = Shelf(stock)

    selection = shelf.select(filters)

    expected = {key for key, facts in stock.items() if meets(facts, filters)}
    assert set(shelf.page(selection, "stars", 0, 99)) == expected
    assert selection.total == len(expected)


@given(STOCK, FILTERS)
def test_the_counts_of_a_facet_leave_its_own_filter_out(stock, filters):
    selection = Shelf(stock).select(filters)

    for facet in FACETS:
        for value, count in selection.counts[facet].items():
            having = [f for f in stock.values() if getattr(f, facet) == value and meets(f, filters, facet)]
            assert count == len(having) > 0


@given(STOCK, st.lists(st.tuples(st.integers(1, 40), st.one_of(st.none(), FACTS)), max_size=20), FILTERS)
def test_a_shelf_that_followed_each_change_equals_one_built_at_the_end(stock, changes, filters):
    followed, final = Shelf(stock), dict(stock)
    for key, facts in changes:
        followed.put(key, facts)
        final.pop(key, None)
        if facts:
            final[key] = facts
    built = Shelf(final)

    assert followed.select(filters).counts == built.select(filters).counts
    for sort in SORTS:
        prices = [final[key].price for key in followed.page(followed.select(filters), sort, 0, 99)]
        assert prices == [final[key].price for key in built.page(built.select(filters), sort, 0, 99)] or sort in (
            "stars",
            "newest",
        )


@pytest.mark.parametrize(("sort", "expected"), [("price", [2, 1, 3]), ("price-desc", [1, 2, 3])])
def test_a_product_without_a_price_stands_last(sort, expected):
    prices = {1: 9_000, 2: 2_000, 3: None}
    shelf = Shelf({key: Facts(key, "I", "", "hue", "3", price) for key, price in prices.items()})

    assert shelf.page(shelf.select({}), sort, 0, 9) == expected


def test_pages_follow_one_another_without_gap_or_repeat():
    shelf = Shelf({key: Facts(key, "I", "", "hue", "4", 1_000) for key in range(1, 61)})
    everything = shelf.select({})

    pages = [shelf.page(everything, "newest", start, start + 24) for start in (0, 24, 48)]

    assert [key for page in pages for key in page] == list(range(60, 0, -1))


def test_found_products_keep_the_order_in_which_they_were_found():
    shelf = Shelf({key: Facts(key, "I", "", "hue", "4") for key in range(1, 9)})
    found = [5, 2, 99, 7]

    selection = shelf.select({}, among=found)

    assert shelf.page(selection, found, 0, 9) == [5, 2, 7]
