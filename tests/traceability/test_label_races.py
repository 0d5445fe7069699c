"""Two people at once: never more labels than packs, never more than five tries of a PIN."""

from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils.timezone import now

from tests.marketplace.test_order_races import at_once
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import pins, services
from traceability.models import Event, Label, LabelSheet, ScratchPin
from traceability.pin_checks import Outcome, check_pin
from traceability.queries import LabelQuerySet

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_two_people_who_make_labels_at_once_never_make_more_than_packs():
    lot = LotFactory(quantity=5)

    results = at_once([partial(services.generate_labels, lot, 3)] * 2)

    assert sorted(type(result) for result in results if not isinstance(result, services.TooManyLabels)) == [LabelSheet]
    assert lot.labels.count() == 3


def test_a_label_cancelled_while_labels_are_put_into_use_is_never_signed_for(monkeypatch):
    """The cancellation comes between the codes being read and the labels being changed: it has to wait."""
    sheet, change, tried = printed_sheet(count=2), LabelQuerySet.update, []

    def cancel():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        services.void_label(sheet.labels.first())

    def update(labels, **facts):
        if facts.get("state") == Label.State.ACTIVATED:
            tried.extend(at_once([cancel]))
        return change(labels, **facts)

    monkeypatch.setattr(LabelQuerySet, "update", update)

    assert services.activate_labels(sheet) == 2
    assert [type(trouble) for trouble in tried] == [OperationalError]
    assert sheet.lot.events.get(stage=Event.Stage.ACTIVATE).quantity == 2


def test_many_who_guess_at_once_have_five_tries_together(settings):
    settings.PIN_KEY = "khóa"
    label = active_label()
    ScratchPin.objects.create(label=label, mac=pins.mac("khóa", label.code, "00000000"))

    answers = at_once([partial(check_pin, label.code, f"1111111{digit}", at=now()) for digit in range(8)])

    assert sum(answer.outcome == Outcome.WRONG for answer in answers) == pins.TRIES - 1
    assert {answer.outcome for answer in answers} == {Outcome.WRONG, Outcome.LOCKED}
    assert ScratchPin.objects.get().tries == pins.TRIES
