"""Old and foreign codes: entering them, and what they answer. Invariant 1."""

import re
from urllib.parse import quote, urljoin

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from catalogue.imports.files import FileRefused
from catalogue.models import Producer, Product
from catalogue.services import revoke_certificate
from marketplace.pages.scan import scans
from tests.factories import ONE_DAY, BareProductFactory, ProductFactory, SizeFactory, UserFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import alias_acts, codes, looks, services
from traceability.aliases import Kind, import_aliases
from traceability.cases import find_marked
from traceability.models import CodeAlias
from traceability.verdicts import LANGUAGES, State

pytestmark = pytest.mark.django_db
HEAD = "Mã cũ;Loại;Hệ thống;Mã tem;Sản phẩm;Số lô"
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14)"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    scans.forget()


def listed(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode("utf-8-sig")


def reasons(report):
    return [(problem.row, problem.reason) for problem in report.problems]


# Entering a list ----------------------------------------------------------------------------------
def test_codes_of_every_kind_lead_to_labels_lots_and_products():
    label, lot = active_label(), LotFactory(number="2026-A")
    product = ProductFactory()
    content = listed(
        f"CT 0001-7;CheckCT;check.cantho.gov.vn;{codes.spaced(label.code)};;",
        f"VN-QG-55;quốc gia;;;{lot.product_id};2026-A",
        f"83-829-28780-3-2022;;;;{product.latest_certificate.public_id};",
        f"https://truyxuat.example.vn/sp?id=17;;;;https://ocop.vn/san-pham/{product.slug}_{product.pk}/;",
    )

    report = import_aliases(content, actor=(actor := UserFactory()))

    assert (report.rows, report.added, report.known, report.problems) == (4, 4, 0, [])
    found = {one.printed: one for one in CodeAlias.objects.all()}
    assert [one.kind for one in found.values()] == [Kind.CHECKCT, Kind.NATIONAL, Kind.OCOP, Kind.ADDRESS]
    assert found["CT 0001-7"].label == label
    assert found["VN-QG-55"].lot == lot
    assert found["83-829-28780-3-2022"].product == found["https://truyxuat.example.vn/sp?id=17"].product == product
    assert {one.created_by for one in found.values()} == {actor}


def test_a_trial_writes_nothing_and_entering_twice_changes_nothing():
    product = ProductFactory()
    content = listed(f"CT-1;;;;{product.pk};", f"ct 1;;;;{product.pk};")

    tried = import_aliases(content, dry_run=True)
    assert (tried.added, tried.known, CodeAlias.objects.count()) == (1, 1, 0)
    first, again = import_aliases(content), import_aliases(content)

    assert (first.added, first.known) == (1, 1)
    assert (again.added, again.known, again.problems) == (0, 2, [])
    assert CodeAlias.objects.count() == 1


def test_good_rows_are_kept_and_each_bad_one_is_told_with_its_row_and_reason():
    product, other = ProductFactory(), ProductFactory()
    CodeAlias.objects.create(alias="CT1", printed="CT-1", product=other)
    content = listed(
        f"CT-1;;;;{product.pk};",
        f"CT-2;;;;{product.pk};",
        "CT-3;;;;999999;",
        f"CT-4;;;;{product.pk};khong co",
        "CT-5;;;0000000000000000;;",
        "CT-6;;;;;",
        f"CT-7;tem;;;{product.pk};",
        f";;;;{product.pk};",
        f"{'0' * 15}1;;;;{product.pk};",
        f"{'x' * 201};;;;{product.pk};",
        f"=1+1;;;;{product.pk};",
        f"CT-2;;;;{other.pk};",
    )

    report = import_aliases(content)

    assert (report.rows, report.added) == (12, 1)
    assert [row for row, _reason in reasons(report)] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert "đã dẫn tới nơi khác" in report.problems[0].reason
    assert "trông như mã tem" in dict(reasons(report))[10]
    assert set(CodeAlias.objects.values_list("alias", "product")) == {("CT1", other.pk), ("CT2", product.pk)}


def test_a_code_is_as_long_as_its_printed_form_though_it_reads_shorter():
    report = import_aliases(listed(f"{'A-' * 101};;;;{ProductFactory().pk};"))

    assert (report.added, len(report.problems)) == (0, 1)


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2", listed("x;y", head="Loại;Hệ thống")])
def test_a_file_without_a_list_is_refused(content):
    with pytest.raises(FileRefused):
        import_aliases(content)


def test_a_thousand_codes_take_few_queries(django_assert_max_num_queries):
    product = ProductFactory()
    content = listed(*(f"CT-{number};;;;{product.pk};" for number in range(1000)))

    with django_assert_max_num_queries(20):
        assert import_aliases(content).added == 1000


# What they answer ---------------------------------------------------------------------------------
def entered(printed, **target):
    return CodeAlias.objects.create(alias=codes.normalise(printed), printed=printed, kind="checkct", **target)


def state_at(client, code, language="vi"):
    response = client.get(f"/T/{code}?lang={language}", **PERSON)
    assert response.status_code == 200
    return response.content.decode()


def renamed(label):
    product, maker = label.lot.product, label.lot.product.owner
    Product.objects.filter(pk=product.pk).update(title="Tên mới", slug="ten-moi", is_public=False)
    Producer.objects.filter(pk=maker.pk).update(name="HTX Tên Mới", slug="htx-ten-moi", is_active=False)


@pytest.mark.parametrize("spelling", ["{}", "{}/", "{lower}", "{lower}/", "{}?utm_source=zalo"])
@pytest.mark.parametrize("prefix", ["/T/", "/t/"])
@pytest.mark.parametrize("of", ["label", "alias of a label", "alias of a lot", "alias of a product"])
def test_invariant_1_every_code_ever_issued_or_entered_answers_in_any_spelling_whatever_was_renamed(
    client, settings, of, prefix, spelling
):
    label = active_label()
    targets = {"label": {"label": label}, "lot": {"lot": label.lot}, "product": {"product": label.lot.product}}
    code = label.code if of == "label" else entered("CT-0017/Ab", **targets[of.split()[-1]]).printed
    renamed(label)
    settings.SITE_URL = "https://ten-mien-moi.vn"

    response = client.get(prefix + spelling.format(code, lower=code.lower()))

    assert response.status_code == 200
    assert "HTX Tên Mới" in response.content.decode()
    canonical = label.code if "label" in of else "CT-0017%2FAb"
    assert f'<link rel="canonical" href="https://ten-mien-moi.vn/T/{canonical}">' in response.content.decode()


@pytest.mark.parametrize("state", ["generated", "printed", "activated", "void", "recalled"])
def test_invariant_1_a_label_answers_in_every_state_of_its_life(client, state):
    label = active_label() if state in ("activated", "void", "recalled") else printed_sheet().labels.get()
    if state in ("void", "recalled"):
        label = getattr(services, {"void": "void_label", "recalled": "recall_label"}[state])(label, reason="x")
    if state == "generated":
        label.state = state
        label.save()

    assert client.get(f"/T/{label.code}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_foreign_code_never_claims_that_the_producer_issued_it_here(client, language):
    entered("CT-1", product=ProductFactory())

    said = state_at(client, "ct-1", language)

    assert {"vi": "do hệ thống khác cấp (CheckCT)", "en": "issued by another system (CheckCT)"}[language] in said
    assert {"vi": "không cho biết gói hàng thuộc lô nào", "en": "does not tell which lot"}[language] in said
    assert 'class="plate"' in said
    assert len(scans) == 0


def test_an_old_product_code_says_what_became_of_its_district(client):
    product = ProductFactory()
    CodeAlias.objects.create(
        alias=codes.normalise("83-829-28780-3-2022"), printed="83-829-28780-3-2022", kind="ocop", product=product
    )

    assert "cấp huyện đã thôi hoạt động" in state_at(client, "83-829-28780-3-2022")


def test_a_foreign_code_turns_with_the_certificate_and_the_lot(client, today):
    label = active_label()
    entered("CT-LOT", lot=label.lot), entered("CT-SP", product=label.lot.product)
    assert "band--green" in state_at(client, "CT-LOT")
    services.recall_lot(label.lot, "Nấm mốc")
    assert "band--red" in state_at(client, "CT-LOT")
    assert "band--green" in state_at(client, "CT-SP")

    revoke_certificate(label.lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today)

    assert "band--red" in state_at(client, "CT-SP")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("to", ["label", "lot", "product"])
def test_a_foreign_code_is_looked_up_in_one_query(django_assert_num_queries, to, language):
    label = active_label()
    target = {"label": {"label": label}, "lot": {"lot": label.lot}, "product": {"product": label.lot.product}}[to]
    for code in ("CT-0", "CT-1", "CT-2"):
        entered(code, **target)

    with django_assert_num_queries(1):
        found = looks.find("CT1", language)

    assert (found.facts["title"], found.facts["alias"]) == (label.lot.product.title, "CT-1")
    assert len(found.certificates) == 1
    assert found.state(now().date()) == State.IN_FORCE


def test_a_foreign_code_of_a_size_counts_its_products_certificate(today):
    size = SizeFactory(parent=ProductFactory(structure="parent", stocked=False))
    entered("CT-1", product=size)

    assert looks.find("CT1").state(today) == State.IN_FORCE
    assert looks.find("CT1").state(today + 5000 * ONE_DAY) == State.EXPIRED


def test_a_foreign_code_of_a_product_without_certificate_says_so(client):
    entered("CT-1", product=BareProductFactory())

    assert "band--grey" in state_at(client, "CT-1")


@pytest.mark.parametrize(
    "sent_on", ["https://cu.vn/sp?id=17", "HTTPS%3A%2F%2Fcu.vn%2Fsp?id=17", "https%3A%2F%2Fcu.vn%2Fsp%3Fid%3D17"]
)
def test_an_old_address_sent_on_by_its_server_answers_with_its_query(client, sent_on):
    entered("https://cu.vn/sp?id=17", product=ProductFactory())

    assert client.get(f"/T/{sent_on}").status_code == 200
    assert client.get("/T/https://cu.vn/sp?id=18").status_code == 404
    assert client.get("/T/https://cu.vn/sp").status_code == 404


SPELLINGS = ("https://cu.vn/mã/7", "https://cu.vn/ma\u0303/7", "https://cu.vn/m%C3%A3/7")
KEPT_ONCE = ("HTTPS:CU.VNMÃ7", "HTTPS:CU.VNMA\u03037", "HTTPS:CU.VNM%C3%A37")  # when spellings stayed as they came


@pytest.mark.parametrize("kept", [None, *KEPT_ONCE])
def test_an_old_address_is_one_code_percent_encoded_composed_or_not(client, kept):
    product = ProductFactory()
    if kept:
        CodeAlias.objects.create(alias=kept, printed=SPELLINGS[0], product=product)

    reports = [import_aliases(listed(f"{spelling};;;;{product.pk};")) for spelling in SPELLINGS]

    assert [(report.added, report.known) for report in reports[1:]] == [(0, 1)] * 2
    assert CodeAlias.objects.count() == 1
    for spelling in SPELLINGS:
        assert client.get(f"/T/{quote(spelling, safe='')}").status_code == 200
        assert client.get("/T/", {"code": spelling}, follow=True).status_code == 200
        assert find_marked(spelling) == (None, product)
        assert CodeAlias.objects.written(spelling).exists()
    alias_acts.withdraw(CodeAlias.objects.get(), reason="Sai", by=None)
    for spelling in SPELLINGS:
        assert client.get(f"/T/{quote(spelling, safe='')}").status_code == 200


@pytest.mark.parametrize("printed", ["https://cu.vn/sp?id=17", "https://cu.vn/sp?lang=vi&id=17"])
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_an_old_address_sent_on_is_read_in_another_language_by_link_and_by_hand(client, printed, is_withdrawn):
    alias = entered(printed, product=ProductFactory())
    if is_withdrawn:
        alias_acts.withdraw(alias, reason="Sai", by=None)
    sent_on = f"/T/https%3A%2F%2Fcu.vn/sp?{printed.partition('?')[2]}"
    [link] = re.findall(r'href="([^"]*)" lang="en"', client.get(sent_on).content.decode())

    for address in (urljoin(sent_on, link), f"{sent_on}&lang=en"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Language"]) == (200, "en"), address
    assert client.get("/T/https%3A%2F%2Fcu.vn/sp?lang=en").status_code == 404


def test_a_whole_address_may_be_pasted_into_the_box(client):
    label = active_label()
    entered("https://truyxuat.example.vn/sp?id=17", product=label.lot.product)

    for typed in (f"https://ocop.vn/T/{label.code}", "https://truyxuat.example.vn/sp?id=17"):
        assert client.get("/T/", {"code": typed}, follow=True).status_code == 200


@pytest.mark.parametrize("to", ["lot", "product"])
def test_the_page_of_a_foreign_code_asks_at_most_three_questions_and_writes_nothing(
    client, django_assert_max_num_queries, to
):
    lot = LotFactory()
    services.add_step(lot, stage="pack", at=now())
    entered("CT-1", **{"lot": {"lot": lot}, "product": {"product": lot.product}}[to])

    with django_assert_max_num_queries(3) as asked:
        assert client.get("/T/CT-1", **PERSON).status_code == 200

    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
