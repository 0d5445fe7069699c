"""One step back, one step forward, never a circle."""

import itertools
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.utils.timezone import localdate, now

from tests.catalogue.test_overlap import at_once
from tests.factories import ProducerFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label
from traceability import lineage, publishing, services
from traceability.lineage import CircularLots, imbalances, one_back, one_forward
from traceability.models import LotInput
from traceability.recording import MayNotWrite

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def lots(count, **facts):
    """So many lots of one producer."""
    product = ProductFactory(owner=ProducerFactory(), net_weight_g=100)
    return [LotFactory(product=product, **facts) for _ in range(count)]


def made_from(lot, *sources, stage="process", quantity=None, uom="", **facts):
    inputs = [LotInput(source=source, quantity=quantity, uom=uom) for source in sources]
    return services.add_step(lot, stage=stage, at=now() - ONE_DAY, inputs=inputs, **facts)


def has_circle() -> bool:
    """By Kahn's algorithm: whether some lots can never be put in an order."""
    edges = set(LotInput.objects.standing().values_list("source", "event__lot"))
    while free := {made for made, _ in edges} - {into for _, into in edges}:
        edges = {edge for edge in edges if edge[0] not in free}
    return bool(edges)


# Invariant 8 --------------------------------------------------------------------------------------
@pytest.mark.parametrize("length", [1, 2, 4])
def test_invariant_8_the_lot_graph_is_acyclic(length):
    chain = lots(length)
    for source, lot in itertools.pairwise(chain):
        made_from(lot, source)

    with pytest.raises(CircularLots):
        made_from(chain[0], chain[-1])
    assert not has_circle()
    assert not chain[0].events.filter(inputs__isnull=False).exists()


def test_invariant_8_the_test_for_circles_sees_one():
    first, second = lots(2)
    made_from(first, second)
    event = services.add_step(second, stage="process", at=now())
    LotInput.objects.create(event=event, source=first)

    assert has_circle()


def test_invariant_8_each_lot_leads_one_step_back_and_one_step_forward():
    tree, tea, gift = lots(3)
    made_from(tea, tree)
    outside = LotInput(supplier="Hợp tác xã Lá Xanh", supplier_lot="L9", material="hoa nhài", quantity=2, uom="KGM")
    services.add_step(tea, stage="process", at=now(), inputs=[outside])
    made_from(gift, tea, stage="pack")

    assert [str(one) for one in one_back(tea)] == [str(tree), "Hợp tác xã Lá Xanh"]
    assert [one.event.lot for one in one_forward(tea)] == [gift]
    assert not one_back(tree).exists()
    assert not one_forward(gift).exists()


def test_invariant_8_an_input_of_a_step_declared_wrong_leads_nowhere_and_may_be_told_the_other_way_round():
    first, second = lots(2)
    wrong = made_from(first, second)
    services.correct_step(wrong, "did_not_occur")

    assert not one_back(first).exists()
    assert not one_forward(second).exists()
    assert made_from(second, first)
    assert not has_circle()


def test_invariant_8_the_scan_page_shows_what_circular_02_2024_article_6_5_asks_for(client, today):
    product = ProductFactory(
        title="Chè Mẫu", picture="products/p001", owner=ProducerFactory(name="HTX Mẫu", address_as_printed="Thôn Đông")
    )
    lot = LotFactory(product=product, number="2026-7", produced_on=today, packed_on=today)
    lot.expires_on = today + 30 * ONE_DAY
    lot.save()
    event = made_from(lot, LotFactory(product=product))
    label = active_label(lot)

    page = client.get(label.get_absolute_url()).content.decode()

    asked = {
        "name": "Chè Mẫu",
        "picture": "<img",
        "producer": "HTX Mẫu",
        "address": "Thôn Đông",
        "time of events": f'<time datetime="{localdate(event.at)}">',
        "serial": "2026-7",
        "shelf life": f'<time datetime="{lot.expires_on}">',
    }
    assert [name for name, said in asked.items() if said not in page] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_invariant_8_two_writers_at_once_do_not_close_a_circle_together():
    first, second, third, fourth = lots(4)
    made_from(third, second)
    made_from(first, fourth)

    ended = at_once(partial(made_from, second, first), partial(made_from, fourth, third))

    assert [type(error) for error in ended if error] == [CircularLots]
    assert not has_circle()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_invariant_8_without_the_producers_lock_they_would(monkeypatch):
    first, second, third, fourth = lots(4)
    made_from(third, second)
    made_from(first, fourth)
    both_have_looked, refuse = Barrier(2), lineage.refuse_circles

    def refuse_and_wait(*given, **more):
        refuse(*given, **more)
        both_have_looked.wait(30)

    monkeypatch.setattr(lineage, "hold", lambda producer: None)
    monkeypatch.setattr(lineage, "refuse_circles", refuse_and_wait)

    assert at_once(partial(made_from, second, first), partial(made_from, fourth, third)) == [None, None]
    assert has_circle()


def test_invariant_8_a_step_about_to_be_declared_wrong_closes_no_circle():
    first, second = lots(2)
    wrong = made_from(second, first)

    lineage.refuse_circles(first, [second], but=wrong)
    with pytest.raises(CircularLots):
        lineage.refuse_circles(first, [second])


# What the events say ------------------------------------------------------------------------------
def test_what_went_in_stands_in_the_event():
    tree, tea = lots(2)
    outside = LotInput(supplier="Bà Năm", supplier_lot="7", material="hoa nhài", quantity=2, uom="KGM")
    services.add_step(tea, stage="pack", at=now(), inputs=[LotInput(source=tree, quantity=30, uom="KGM"), outside])

    (body,) = publishing.bodies(tea.records.all())
    assert (body["type"], body["bizStep"]) == ("TransformationEvent", "creating_class_instance")
    assert [one["epcClass"].rpartition("/")[2] for one in body["inputQuantityList"]] == [
        str(tree.pk),
        f"{tea.pk}#nguyen-lieu",
    ]
    assert body["ocop:supply"] == [
        {"ocop:supplier": "Bà Năm", "ocop:supplierLot": "7", "ocop:material": "hoa nhài"},
    ]


def test_a_lot_is_not_made_from_another_producers():
    mine, theirs = LotFactory(), LotFactory()

    with pytest.raises(MayNotWrite):
        made_from(mine, theirs)
    assert not mine.events.exists()


# Mass balance -------------------------------------------------------------------------------------
def test_more_packs_than_their_material_gives_are_warned_of_and_not_refused():
    source, lot = lots(2, quantity=100)  # 10 kg each
    made_from(lot, source, quantity=8, uom="KGM")

    found = imbalances(lot)["made"]

    assert (found.kind, found.went_in, found.came_out) == ("mass", 8_000, 10_000)
    assert imbalances(source) == {}


def test_an_input_without_an_amount_makes_what_went_in_unknown():
    known, unknown, lot = lots(3, quantity=100)
    made_from(lot, known, quantity=8, uom="KGM")
    made_from(lot, unknown)

    assert imbalances(lot) == {}


def test_what_was_processed_counts_before_what_was_harvested():
    (lot,) = lots(1, quantity=100)  # 10 kg
    for stage, kilograms in (("harvest", 50), ("process", 9)):
        services.add_step(lot, stage=stage, at=now(), quantity=kilograms, uom="KGM")

    assert imbalances(lot)["made"].went_in == 9_000


def test_a_lot_used_up_twice_is_warned_of():
    source, first, second = lots(3, quantity=100)
    for lot in (first, second):
        made_from(lot, source, quantity=9, uom="KGM")

    assert set(imbalances(source)) == {"used"}


@pytest.mark.parametrize(
    ("facts", "found"), [({"stage": "pack", "box": "T1"}, "boxed"), ({"stage": "ship"}, "shipped")]
)
def test_more_packs_boxed_or_shipped_than_there_are_is_warned_of(facts, found):
    (lot,) = lots(1, quantity=20)
    for minutes in (1, 2):
        services.add_step(lot, at=now() - timedelta(minutes=minutes), quantity=12, **facts)

    assert set(imbalances(lot)) == {found}


def test_a_lots_balance_costs_at_most_four_queries(django_assert_max_num_queries):
    source, lot = lots(2)
    made_from(lot, source, quantity=9, uom="KGM")

    with django_assert_max_num_queries(4):
        imbalances(lot)


def test_a_circle_is_looked_for_by_generation_not_by_lot(django_assert_max_num_queries):
    other, *sources, lot, end = lots(9)
    made_from(lot, *sources)
    made_from(end, lot)

    with django_assert_max_num_queries(3):
        lineage.refuse_circles(other, [end])
