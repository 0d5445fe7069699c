"""Single packs come into use: the log says how many and commits to which, and names none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import codes, commissioning, log, services
from traceability.models import Event, Label, Record

SALT = "11" * 32


@given(st.lists(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16), min_size=1, unique=True))
def test_each_code_can_be_shown_to_be_among_them_by_itself(made):
    top = bytes.fromhex(commissioning.commitment(SALT, made))

    for code in made:
        place, proof = commissioning.proof(SALT, reversed(made), code)
        assert log.includes(top, len(made), place, commissioning.leaf(SALT, code), proof)


def test_a_code_that_was_slipped_in_later_cannot_be_shown_and_changes_the_commitment():
    made, other = [codes.new_code() for _ in range(5)], codes.new_code()

    with pytest.raises(ValueError):
        commissioning.proof(SALT, made, other)
    assert commissioning.commitment(SALT, made) != commissioning.commitment(SALT, [*made, other])
    assert commissioning.commitment(SALT, made) != commissioning.commitment("22" * 32, made)


@pytest.mark.django_db
def test_putting_packs_into_use_is_recorded_with_their_number_and_without_their_codes():
    lot = LotFactory()
    sheet = printed_sheet(lot, 3)
    services.activate_labels(sheet)

    event = lot.events.get(stage=Event.Stage.ACTIVATE)
    body = event.records.get().body
    codes_in_use = sorted(Label.objects.filter(activated_at=event.at).values_list("code", flat=True))

    assert (event.quantity, event.author_class) == (3, "platform")
    assert '"bizStep":"commissioning"' in body
    assert f'"ocop:commitment":"{commissioning.commitment(event.commissioning.salt, codes_in_use)}"' in body
    for secret in [*codes_in_use, event.commissioning.salt]:
        assert not Record.objects.filter(body__icontains=secret).exists()


@pytest.mark.django_db
def test_a_code_shared_by_a_lot_is_no_single_pack():
    label = active_label(kind=Label.Kind.LOT)

    assert not label.lot.events.exists()
