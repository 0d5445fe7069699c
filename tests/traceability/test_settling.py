"""How a case of suspected copies is settled, what people report, and how a lot is recalled."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tests.factories import UserFactory
from tests.traceability.factories import LotFactory, active_label
from tests.traceability.suspects import crowd, look, suspected
from tests.traceability.suspects import nothing_remembered as nothing_remembered
from tests.traceability.suspects import places as places
from traceability import cases, codes, services
from traceability.cases import Role
from traceability.models import Case, CaseEntry, CodeAlias, Label

pytestmark = pytest.mark.django_db


# Settling -----------------------------------------------------------------------------------------
def test_only_an_authority_takes_the_warning_off_a_label():
    label = suspected()
    case = Case.objects.get(label=label)

    with pytest.raises(cases.MayNotSettle):
        cases.close(case, "no_sign", answer="Hội chợ", role=Role.PRODUCER)
    label.refresh_from_db()
    assert label.flagged_at

    cases.close(case, "no_sign", answer="Hội chợ, nhiều người thử quét", role=Role.AUTHORITY)
    label.refresh_from_db()
    assert label.flagged_at is None


def test_what_was_cleared_is_not_held_against_the_label_again_but_new_scans_are():
    label = suspected()
    cases.close(Case.objects.get(), "no_sign", answer="Hội chợ", role=Role.AUTHORITY)

    Label.objects.update(is_unjudged=True)
    assert cases.judge_labels() == 0

    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        crowd(label)
        assert cases.judge_labels() == 1
    assert Case.objects.count() == 2


@pytest.mark.parametrize(("outcome", "is_suspect"), [("fake", True), ("mistake", False), ("unproven", False)])
def test_a_report_found_true_warns_the_next_buyer(outcome, is_suspect):
    label = active_label()
    case = cases.report(label.code, kind="copied", network="10.0.0.0/24", words="Hai hũ cùng mã")
    assert not Label.objects.get(pk=label.pk).flagged_at

    cases.close(case, outcome, answer="Đã xem", role=Role.AUTHORITY)

    assert bool(Label.objects.get(pk=label.pk).flagged_at) == is_suspect


@pytest.mark.parametrize("role", [Role.PRODUCER, Role.LAB, Role.PLATFORM, ""])
@pytest.mark.parametrize("source", Case.Source.values)
def test_whom_a_case_suspects_states_its_view_and_only_an_authority_settles_it(source, role):
    label = suspected() if source == Case.Source.RULES else active_label()
    case = label.cases.first() or cases.report(label.code, kind="copied", network="10.0.0.0/24", words="Hai hũ")

    cases.take_up(case, "Tem in đúng, hũ kia không phải của chúng tôi", role=role)
    for outcome in Case.Outcome.values:
        with pytest.raises(cases.MayNotSettle):
            cases.close(case, outcome, answer="Không có gì", role=role)

    case.refresh_from_db()
    assert (case.state, case.outcome, cases.outcomes_open_to(role, case)) == ("looking", "", [])
    assert cases.outcomes_open_to(Role.AUTHORITY, case) == Case.Outcome.values


def test_an_authority_takes_back_that_a_label_was_copied_once_no_other_case_says_so():
    label = suspected()
    found, told = Case.objects.get(), cases.report(label.code, kind="copied", network="10.0.0.0/24")
    for case in (found, told):
        cases.close(case, "fake", answer="Tem bị sao chép", role=Role.AUTHORITY)
    with pytest.raises(cases.CaseClosed):
        cases.close(told, "no_sign", answer="Không thấy gì", role=Role.PRODUCER)

    flagged = []
    for case in (found, told):
        cases.close(case, "no_sign", answer="Nhầm: một hũ chụp hai lần", role=Role.AUTHORITY)
        flagged.append(bool(Label.objects.get().flagged_at))

    assert flagged == [True, False]
    assert [entry.outcome for entry in told.entries.all()] == ["", "fake", "no_sign"]
    with pytest.raises(cases.CaseClosed):
        cases.close(told, "no_sign", answer="Lần nữa", role=Role.AUTHORITY)


def test_a_case_is_settled_once_and_each_act_stays_written_down():
    officer = UserFactory()
    case = cases.report("không rõ", kind="other", network="10.0.0.0/24", words="Hàng lạ")
    cases.take_up(case, "Đã gọi cơ sở", role=Role.AUTHORITY, by=officer)
    cases.close(case, "unproven", answer="Chưa đủ ảnh", role=Role.AUTHORITY, by=officer)

    for again in (lambda: cases.take_up(case, "", role="x"), lambda: cases.close(case, "fake", answer="", role="x")):
        with pytest.raises(cases.CaseClosed):
            again()
    assert [(entry.state, entry.by) for entry in case.entries.all()] == [
        ("new", None),
        ("looking", officer),
        ("closed", officer),
    ]
    for change in (lambda: case.entries.update(words="khác"), lambda: CaseEntry.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Reports ------------------------------------------------------------------------------------------
def test_a_report_finds_its_label_in_any_spelling_and_by_an_older_code():
    label = active_label()
    CodeAlias.objects.create(alias="8931234", label=label)
    spellings = [codes.spaced(label.code).lower(), "893-1234", "khong co ma"]

    found = [cases.report(text, kind="copied", network="10.0.0.0/24").label for text in spellings]

    assert found == [label, label, None]


def test_the_sixth_report_of_a_network_within_a_day_is_refused():
    for _ in range(5):
        cases.report("x", kind="other", network="10.0.0.0/24")

    with pytest.raises(cases.TooManyReports):
        cases.report("x", kind="other", network="10.0.0.0/24")
    cases.report("x", kind="other", network="10.0.1.0/24")
    with time_machine.travel(now() + timedelta(hours=25)):
        cases.report("x", kind="other", network="10.0.0.0/24")


@pytest.mark.parametrize(
    ("days", "kept"), [(29, ("10.0.0.0/24", "0912345678")), (31, ("", "0912345678")), (397, ("", ""))]
)
def test_reports_forget_their_network_after_30_days_and_their_sender_after_13_months(days, kept):
    cases.report("x", kind="other", network="10.0.0.0/24", contact="0912345678")

    cases.forget_reporters(now() + timedelta(days=days))

    assert Case.objects.values_list("network", "contact").get() == kept


# Recalls ------------------------------------------------------------------------------------------
def test_a_recall_turns_all_labels_of_a_lot_red_at_once_and_its_lifting_back(client):
    lot = LotFactory()
    labels = [active_label(lot) for _ in range(3)]
    services.recall_lot(lot, "Phát hiện nấm mốc", advice="Đổi lô khác ở cửa hàng", author_class=Role.PRODUCER)

    for label in labels:
        said = look(client, label, "192.0.2.1").content.decode()
        assert "band--red" in said
        assert "Đổi lô khác ở cửa hàng" in said

    services.lift_recall(lot, "Kiểm lại mẫu lưu: đạt")
    for label in labels:
        said = look(client, label, "192.0.2.1").content.decode()
        assert "band--green" in said
        assert "Gỡ lệnh thu hồi" in said
    assert [event.stage for event in lot.events.all()] == [*["activate"] * 3, "recall", "lift"]
    assert [record.position for record in lot.records.all()] == [1, 2, 3, 4, 5]


def test_what_an_authority_recalled_a_producer_does_not_free():
    lot = LotFactory()
    services.recall_lot(lot, "Vượt ngưỡng chì", author_class=Role.AUTHORITY, author="Sở Y tế")

    with pytest.raises(services.MayNotWrite):
        services.lift_recall(lot, "Chúng tôi thấy ổn")
    services.lift_recall(lot, "Kiểm nghiệm lại đạt", author_class=Role.AUTHORITY, author="Sở Y tế")
    with pytest.raises(services.LotNotRecalled):
        services.lift_recall(lot, "Lần nữa")


def test_an_authority_recalls_what_its_producer_recalled_already_and_only_an_authority_lifts_that():
    lot = LotFactory()
    services.recall_lot(lot, "Nắp hở")
    services.recall_lot(lot, "Vượt ngưỡng chì", author_class=Role.AUTHORITY, author="Sở Y tế")

    lot.refresh_from_db()
    assert lot.recall_reason == "Vượt ngưỡng chì"
    assert [(event.stage, event.author_class) for event in lot.events.all()] == [
        ("recall", "producer"),
        ("recall", "authority"),
    ]
    for role in (Role.PRODUCER, Role.AUTHORITY):
        with pytest.raises(services.LotRecalled):
            services.recall_lot(lot, "Lần nữa", author_class=role)
    with pytest.raises(services.MayNotWrite):
        services.lift_recall(lot, "Đã thay nắp")
    services.lift_recall(lot, "Kiểm nghiệm lại đạt", author_class=Role.AUTHORITY, author="Sở Y tế")
