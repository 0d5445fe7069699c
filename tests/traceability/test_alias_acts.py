"""A code of another system that led to the wrong thing: led elsewhere, or its link taken back. Invariant 1 still holds."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from marketplace.pages.scan import scans
from tests.factories import ProductFactory, UserFactory
from tests.traceability.factories import active_label
from traceability import alias_acts, cases, codes
from traceability.aliases import import_aliases
from traceability.models import CodeAlias, DeskAct
from traceability.verdicts import WORDINGS, State

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14)"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    scans.forget()


def entered(printed="CT-17", **target):
    return CodeAlias.objects.create(alias=codes.normalise(printed), printed=printed, kind="checkct", **target)


def page(client, code="ct-17", **asked):
    answer = client.get(f"/T/{code}", asked, **PERSON)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_code_led_elsewhere_opens_the_new_thing_on_the_next_scan(client):
    wrong, label = ProductFactory(title="Chè nhầm"), active_label()
    alias = entered(product=wrong)
    assert "Chè nhầm" in page(client)

    for target, says in [(label.lot, "Mã này dùng chung cho mọi gói của lô"), (label, "Nay là tem")]:
        alias_acts.lead(alias, target, reason="Nhập nhầm dòng", by=None)

        assert says in page(client)
        assert "Chè nhầm" not in page(client)


@pytest.mark.parametrize("asked", ["CT-17", "ct 17", "CT17/"])
@pytest.mark.parametrize(("language", "says"), [("vi", "Liên kết đã bị thu hồi"), ("en", "Link withdrawn")])
def test_invariant_1_a_code_whose_link_was_withdrawn_answers_with_that_and_names_no_product(
    client, asked, language, says
):
    label = active_label()
    alias = entered(label=label)
    page(client)
    scans.forget()

    alias_acts.withdraw(alias, reason="Hệ thống kia đã hủy tem", by=None)

    said = page(client, asked, lang=language)
    assert f"<title>{says} ·" in said
    assert 'class="band band--grey"' in said
    assert WORDINGS[State.LINK_WITHDRAWN].sentence[language].rpartition("}")[2] in said
    assert "CheckCT" in said
    assert label.lot.product.title not in said
    assert 'class="plate"' not in said
    assert len(scans) == 0


def test_an_old_address_whose_link_was_withdrawn_still_answers_with_its_query(client):
    alias_acts.withdraw(entered("https://cu.vn/sp?id=17", product=ProductFactory()), reason="Sai", by=None)

    assert "Liên kết đã bị thu hồi" in page(client, "https://cu.vn/sp", id="17")
    assert client.get("/T/https://cu.vn/sp?id=18").status_code == 404


def test_a_withdrawn_code_leads_to_nothing_anywhere_until_it_is_led_again(client):
    label = active_label()
    alias = entered(label=label)

    alias = alias_acts.withdraw(alias, reason="Sai", by=None)
    assert cases.find_marked("CT-17") == (None, None)
    assert client.get("/epcis/events", {"MATCH_anyEPC": "http://testserver/T/CT-17"}).status_code == 200
    alias_acts.lead(alias, label, reason="Đúng rồi", by=None)

    assert cases.find_marked("CT-17") == (label, label.sheet.product)
    assert "Nay là tem" in page(client)


def test_each_act_says_who_why_from_where_and_where_to_and_stays(client):
    wrong, right, person = ProductFactory(title="Sai"), ProductFactory(title="Đúng"), UserFactory()
    alias = entered(product=wrong)

    alias_acts.lead(alias, right, reason="Nhập nhầm dòng", by=person)
    alias_acts.withdraw(alias, reason="Vẫn không chắc", by=person)

    assert list(DeskAct.objects.values_list("kind", "by", "was", "became", "reason")) == [
        ("led", person.pk, f"Sai (số {wrong.pk})", f"Đúng (số {right.pk})", "Nhập nhầm dòng"),
        ("withdrew", person.pk, f"Đúng (số {right.pk})", "", "Vẫn không chắc"),
    ]
    for change in (lambda: alias.acts.update(reason="khác"), lambda: DeskAct.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_saying_the_same_again_writes_nothing():
    product = ProductFactory()
    alias = entered(product=product)

    with pytest.raises(alias_acts.NothingToChange):
        alias_acts.lead(alias, product, reason="Lần nữa", by=None)
    alias_acts.withdraw(alias, reason="Sai", by=None)
    with pytest.raises(alias_acts.NothingToChange):
        alias_acts.withdraw(alias, reason="Lần nữa", by=None)

    assert alias.acts.count() == 1


def test_a_list_does_not_link_again_what_was_withdrawn():
    product = ProductFactory()
    alias_acts.withdraw(entered(product=product), reason="Sai", by=None)

    report = import_aliases(f"mã cũ,sản phẩm\nCT-17,{product.pk}".encode())

    assert (report.added, report.known) == (0, 0)
    assert "đã bị thu hồi" in report.problems[0].reason
    assert CodeAlias.objects.get().withdrawn_at


def test_the_database_refuses_a_withdrawn_code_that_leads_somewhere_and_a_standing_one_that_does_not():
    product = ProductFactory()
    for facts in ({"product": product, "withdrawn_at": now()}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            entered(**facts)
