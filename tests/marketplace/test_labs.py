"""A laboratory writes its results on the lots that name it, and sees no other."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from marketplace.accounts.roles import desk_of
from marketplace.buyers.services.erasure import WorksHere, erase_account
from marketplace.pages.scan import scans
from tests.factories import MembershipFactory, UserFactory
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import LotFactory, active_label
from tests.traceability.test_steps import paper
from traceability import evidence, steps
from traceability.models import Event, EvidenceFile, Laboratory

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"lab:{name}", args=args)


def laboratory_of(user, **facts):
    laboratory = Laboratory.objects.create(**({"name": f"Phòng kiểm nghiệm {user.pk}"} | facts))
    laboratory.people.add(user)
    return laboratory


@pytest.fixture
def tester(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    client, user = Client(), UserFactory()
    client.laboratory = laboratory_of(user)
    client.force_login(user)
    return client


@pytest.fixture
def lot(tester):
    lot = LotFactory()
    lot.laboratories.add(tester.laboratory)
    return lot


def result(content=None, **changes):
    pdf = SimpleUploadedFile("phieu.pdf", content or paper().read(), content_type="application/pdf")
    said = {"report_number": "KQ-17", "outcome": "pass", "on": f"{localdate()}", "note": "Độ ẩm 5,8 %", "report": pdf}
    return said | changes


def test_a_result_is_recorded_on_the_laboratorys_word_with_the_hash_of_its_pdf(tester, lot):
    content = paper().read()

    answer = tester.post(at("lot", lot.pk), result(content))

    event = lot.events.get()
    assert answer.url == at("lot", lot.pk)
    assert (event.author_class, event.author_name, event.outcome) == ("lab", tester.laboratory.name, "pass")
    assert event.evidence.get().sha256 == sha256(content).hexdigest()
    page = tester.get(at("lot", lot.pk)).content.decode()
    assert "KQ-17" in page
    assert sha256(content).hexdigest() in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"report_number": ""},
        {"outcome": "perfect"},
        {"on": "9999-01-01"},
        {"report": ""},
        {"report": SimpleUploadedFile("phieu.pdf", b"<html>")},
        {"note": "Đạt 5 sao OCOP"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_result_with_nonsense_is_explained(tester, lot, wrong):
    assert tester.post(at("lot", lot.pk), result(**wrong)).status_code == 422
    assert not Event.objects.exists()


def test_a_wrong_result_is_declared_wrong_and_stays_readable(tester, lot):
    tester.post(at("lot", lot.pk), result())
    event = lot.events.get()

    tester.post(at("withdraw", event.pk), {"reason": "incorrect_data"})
    page = tester.get(at("lot", lot.pk)).content.decode()

    assert event.records.declarations().count() == 1
    assert "Đã báo sai ngày" in page
    assert "KQ-17" in page


def test_lots_that_do_not_name_it_and_results_of_others_are_404s(tester, lot):
    elsewhere, other = LotFactory(), Client()
    user = UserFactory()
    lot.laboratories.add(laboratory_of(user, name="Phòng khác"))
    other.force_login(user)
    other.post(at("lot", lot.pk), result())
    theirs = lot.events.get()

    assert tester.get(at("lot", elsewhere.pk)).status_code == 404
    assert tester.post(at("lot", elsewhere.pk), result()).status_code == 404
    assert tester.post(at("withdraw", theirs.pk), {"reason": "incorrect_data"}).status_code == 404
    assert tester.get(at("report", EvidenceFile.objects.get().pk)).status_code == 404
    assert elsewhere.number not in tester.get(at("index")).content.decode()
    assert other.get(at("report", EvidenceFile.objects.get().pk)).status_code == 200


def test_a_producer_does_not_declare_a_laboratorys_result_wrong(tester, lot):
    tester.post(at("lot", lot.pk), result(outcome="fail"))
    farmer, event = member_of(lot.product.owner), lot.events.get()

    assert (
        farmer.post(reverse("workspace:step-correct", args=[event.pk]), {"reason": "did_not_occur"}).status_code == 404
    )
    assert "Không đạt" in farmer.get(reverse("workspace:lot", args=[lot.pk])).content.decode()


def test_a_laboratory_keeps_its_results_when_it_is_renamed_and_the_lot_names_it_no_more(tester, lot):
    tester.post(at("lot", lot.pk), result())
    event = lot.events.get()
    Laboratory.objects.update(name="Tên mới")
    lot.laboratories.clear()

    page = tester.get(at("lot", lot.pk)).content.decode()
    assert "KQ-17" in page
    assert "không còn chọn" in page
    assert lot.number in tester.get(at("index")).content.decode()
    assert tester.post(at("lot", lot.pk), result(report_number="KQ-18")).status_code == 422
    assert tester.post(at("withdraw", event.pk), {"reason": "incorrect_data"}, follow=True).status_code == 200
    assert event.records.declarations().count() == lot.events.count() == 1


def test_people_of_no_laboratory_or_of_a_closed_one_do_not_enter(lot):
    outsider, former = UserFactory(), UserFactory()
    laboratory_of(former, is_active=False)

    for user in (outsider, former):
        client = Client()
        client.force_login(user)
        assert client.get(at("index")).status_code == 403
        assert client.post(at("lot", lot.pk), result()).status_code == 403
    assert Client().get(at("index")).status_code == 302


def test_nobody_tells_or_takes_back_a_result_on_goods_of_a_producer_they_work_for(tester, lot):
    tester.post(at("lot", lot.pk), result(outcome="fail"))
    told, person = lot.events.get(), tester.laboratory.people.get()
    MembershipFactory(user=person, producer=lot.product.owner)

    page = tester.get(at("lot", lot.pk)).content.decode()
    assert "Bạn cũng làm cho nhà sản xuất của lô này" in page
    assert 'name="report_number"' not in page
    assert tester.post(at("lot", lot.pk), result(report_number="KQ-18")).status_code == 422
    refused = tester.post(at("withdraw", told.pk), {"reason": "incorrect_data"}, follow=True).content.decode()
    assert "Bạn cũng làm cho nhà sản xuất của lô này" in refused

    assert lot.events.get() == told
    assert not told.records.declarations().exists()
    other = LotFactory()
    other.laboratories.add(tester.laboratory)
    assert tester.post(at("lot", other.pk), result()).status_code == 302


def test_the_verbs_themselves_refuse_who_works_for_the_producer(tester, lot):
    member = MembershipFactory(producer=lot.product.owner).user
    facts = {"report_number": "KQ-1", "outcome": "fail", "at": now(), "report": evidence.report(paper())}
    told = steps.report_test(lot, tester.laboratory, **facts)

    with pytest.raises(steps.OwnGoods):
        steps.report_test(lot, tester.laboratory, **facts | {"report_number": "KQ-2"}, actor=member)
    with pytest.raises(steps.OwnGoods):
        steps.correct_step(told, "incorrect_data", author_class=Event.AuthorClass.LAB, actor=member)

    assert lot.events.get() == told


def test_who_writes_for_a_laboratory_does_not_erase_the_account(tester):
    with pytest.raises(WorksHere):
        erase_account(tester.laboratory.people.get())


def test_who_wrote_for_a_laboratory_that_closed_lands_at_the_own_page():
    user = UserFactory()
    laboratory_of(user, is_active=False)

    assert desk_of(user) == reverse("account:index")


def test_a_laboratory_lands_at_its_lots_after_signing_in(tester):
    assert desk_of(tester.laboratory.people.get()) == at("index")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_laboratorys_own_looks_at_labels_are_not_counted_as_the_publics(tester, prefix):
    label = active_label()
    scans.forget()

    assert tester.get(prefix + at("index")).status_code == 200
    tester.get(f"/T/{label.code}", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14)")

    assert len(scans) == 0


def test_anyone_reads_the_report_of_a_lot_that_anyone_may_read_while_it_is_what_was_recorded(tester, lot, client):
    tester.post(at("lot", lot.pk), result())
    kept = EvidenceFile.objects.get()
    address = reverse("machines:evidence", args=[kept.pk])

    assert client.get(address)["Content-Type"] == "application/pdf"
    lot.product.is_public = False
    lot.product.save()
    assert client.get(address).status_code == 404
