"""Making labels, putting them into use, ending them: the ways between states, and never more than packs."""

from time import process_time
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import services
from traceability.codes import is_code
from traceability.label_states import EDGES, may_become
from traceability.models import Label, SheetAct

pytestmark = pytest.mark.django_db
State = Label.State
SHARED = Label.Kind.LOT


def label_in(state: str) -> Label:
    """A label as it is in that state."""
    if state == State.GENERATED:
        return services.generate_labels(LotFactory(), 1).labels.get()
    if state == State.PRINTED:
        return printed_sheet().labels.get()
    label = active_label()
    ways = {State.VOID: services.void_label, State.RECALLED: services.recall_label}
    return ways[state](label, reason="thử") if state in ways else label


def put_into(label: Label, state: str) -> None:
    """The verb that leads to a state. Raises LabelEnded, or does nothing."""
    if state == State.ACTIVATED:
        services.activate_labels(label.sheet)
    elif state == State.VOID:
        services.void_label(label, reason="thử")
    else:
        services.recall_label(label, reason="thử")


@pytest.mark.parametrize("target", [State.ACTIVATED, State.VOID, State.RECALLED])
@pytest.mark.parametrize("state", State.values)
def test_a_verb_takes_a_label_only_where_a_way_leads(state, target):
    label = label_in(state)

    try:
        put_into(label, target)
    except services.LabelEnded:
        assert state in ("void", "recalled")

    label.refresh_from_db()
    assert label.state == (target if may_become(state, target) else state)


def test_the_ways_lead_forwards_only_and_an_end_is_an_end():
    order = [State.GENERATED, State.PRINTED, State.ACTIVATED, State.VOID, State.RECALLED]

    assert set(EDGES) == set(State.values)
    assert all(order.index(state) < order.index(target) for state in order for target in EDGES[state])
    assert not EDGES["void"]
    assert not EDGES["recalled"]


@pytest.mark.parametrize(
    ("state", "wrong"),
    [("activated", "printed"), ("activated", "generated"), ("void", "printed"), ("recalled", "activated")],
)
def test_the_database_itself_takes_no_label_back(state, wrong):
    label = label_in(state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.filter(pk=label.pk).update(state=wrong)


def test_labels_of_a_lot_are_distinct_valid_codes():
    sheet = services.generate_labels(LotFactory(), 20)

    codes = set(sheet.labels.values_list("code", flat=True))

    assert len(codes) == 20
    assert all(is_code(code) for code in codes)


def test_labels_never_exceed_the_packs_of_the_lot():
    lot = LotFactory(quantity=5)
    services.generate_labels(lot, 3)

    with pytest.raises(services.TooManyLabels) as refusal:
        services.generate_labels(lot, 3)
    assert refusal.value.left == 2
    assert lot.labels.count() == 3


def test_copies_of_a_shared_code_count_as_the_packs_they_are_stuck_on():
    lot = LotFactory(quantity=5)
    shared = services.generate_labels(lot, 3, kind=SHARED)

    with pytest.raises(services.TooManyLabels):
        services.generate_labels(lot, 3)
    assert shared.labels.count() == 1
    assert lot.labels_left == 2


@pytest.mark.parametrize("paper", ["shelf-a6", "poster-a4", "poster-a3"])
def test_a_card_or_poster_uses_up_no_pack_and_carries_no_code_of_one_pack(paper):
    lot = LotFactory(quantity=1)

    services.generate_labels(lot, 4, kind=SHARED, paper=paper)

    assert lot.labels_left == 1
    with pytest.raises(services.WrongPaper):
        services.generate_labels(lot, 1, paper=paper)


def test_a_void_label_may_be_made_again():
    lot = LotFactory(quantity=1)
    services.void_label(active_label(lot), reason="in lỗi")

    assert services.generate_labels(lot, 1).count == 1


def test_a_whole_sheet_is_cancelled_at_once_and_its_packs_are_free_again():
    lot = LotFactory(quantity=3)
    sheet = printed_sheet(lot, 3)
    services.recall_label(_used(sheet), reason="hỏng")

    assert services.void_sheet(sheet, reason="In nhầm giấy") == 2

    assert sorted(sheet.labels.values_list("state", flat=True)) == ["recalled", "void", "void"]
    assert lot.labels_left == 2
    assert services.void_sheet(sheet, reason="Lần nữa") == 0


def _used(sheet):
    services.activate_labels(sheet)
    return sheet.labels.first()


@pytest.mark.parametrize("count", [0, -1, services.LARGEST_SHEET + 1])
def test_a_sheet_of_an_absurd_size_is_refused(count):
    with pytest.raises(ValueError):
        services.generate_labels(LotFactory(quantity=99_999), count)


def test_only_printed_labels_are_put_into_use():
    lot = LotFactory()
    services.generate_labels(lot, 2)
    printed_sheet(lot, 3)

    assert services.activate_labels(lot) == 3
    assert sorted(lot.labels.values_list("state", flat=True)) == ["activated"] * 3 + ["generated"] * 2


def test_activating_one_sheet_leaves_the_other_alone():
    lot = LotFactory()
    first, second = printed_sheet(lot, 2), printed_sheet(lot, 2)

    services.activate_labels(first)

    assert set(second.labels.values_list("state", flat=True)) == {"printed"}


def test_a_label_ends_once():
    label = active_label()
    services.void_label(label, reason="mất")

    with pytest.raises(services.LabelEnded):
        services.recall_label(label, reason="khác")
    assert label.end_reason == "mất"


def test_what_was_done_with_a_sheet_is_written_down_for_good():
    sheet = printed_sheet(count=2)
    services.activate_labels(sheet)
    services.activate_labels(sheet)  # nothing left to activate: nothing to write
    services.void_label(sheet.labels.first(), reason="rách")

    assert list(sheet.acts.order_by("pk").values_list("verb", "count")) == [
        ("made", 2),
        ("activated", 2),
        ("voided", 1),
    ]
    for statement in ("UPDATE traceability_sheetact SET count = 9", "DELETE FROM traceability_sheetact"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert SheetAct.objects.count() == 3


def test_a_thousand_codes_are_stored_with_a_few_queries_and_each_is_drawn_once(django_assert_max_num_queries):
    lot, field = LotFactory(quantity=1_000), Label._meta.get_field("code")

    with patch.object(field, "_get_default", wraps=field._get_default) as drawn, django_assert_max_num_queries(30):
        services.generate_labels(lot, 1_000)

    assert drawn.call_count == 1_000


@pytest.mark.long
def test_ten_thousand_codes_are_stored_within_20_seconds():
    lot, began = LotFactory(quantity=10_000), process_time()

    services.generate_labels(lot, 10_000)

    assert process_time() - began <= 20
