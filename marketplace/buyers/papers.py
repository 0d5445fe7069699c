"""What the papers of an order say: the buyer's confirmation, the producer's delivery note."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from catalogue.wording import dong, language, short_day
from marketplace.buyers.paper_drawing import Block, Paper, Row, draw
from marketplace.order.models import Line, LinePart, Order, Parcel
from traceability.services import label_fonts


def pdf(paper: Paper) -> bytes:
    return draw(paper, label_fonts())


def confirmation_of(order: Order) -> Paper:
    """The order as it stands, for its buyer; no query after with_parcels()."""
    parcels = order.parcels.all()
    total = Block(
        _("Cộng"),
        (),
        (
            (_("Tiền hàng"), dong(order.goods)),
            (_("Phí gửi"), dong(order.shipping)),
            (_("Tổng cộng, đã gồm thuế"), dong(order.total)),
        ),
    )
    return _paper(
        _("Xác nhận đơn hàng"),
        order.number,
        head=(*_where_to(order), (_("Trả tiền"), f"{order.get_payment_method_display()}, {_money_of(order)}")),
        blocks=(*(_parcel_block(order, parcel) for parcel in parcels), total),
        foot=_("Đây không phải hóa đơn. Chợ OCOP · %(site)s"),
    )


def delivery_note_of(parcel: Parcel, *, shows_address: bool) -> Paper:
    """What lies in one producer's parcel, without the pieces that were called off; the buyer's address only while the
    parcel still needs it."""
    order = parcel.order
    sent = [line for line in parcel.lines.all() if line.sent]
    goods = sum(line.price_of(line.sent) for line in sent)
    sums = (
        (_("Phí gửi"), dong(parcel.kept_shipping)),
        (_("Cộng"), dong(goods + parcel.kept_shipping)),
        (_("Thu khi giao"), dong(parcel.cash_due)),
    )
    rows = tuple(_row(line, line.sent) for line in sent)
    return _paper(
        _("Phiếu giao hàng"),
        parcel.number,
        head=((_("Bên gửi"), parcel.producer.name), *(_where_to(order) if shows_address else _when(order))),
        blocks=(Block(_("Hàng trong kiện"), rows, sums),),
        foot=_("Chứng nhận ghi như lúc đặt hàng; tình trạng hôm nay xem ở %(site)s"),
    )


def _paper(title: str, number: str, *, head: tuple, blocks: tuple, foot: str) -> Paper:
    site = urlsplit(settings.SITE_URL).netloc
    return Paper(language(), title, number, head, blocks, foot % {"site": site})


def _where_to(order: Order) -> tuple[tuple[str, str], ...]:
    note = ((_("Lời nhắn"), order.note),) if order.note else ()
    to = f"{order.recipient}, {order.spoken_phone}"
    return (*_when(order), (_("Người nhận"), to), (_("Địa chỉ"), order.address), *note)


def _when(order: Order) -> tuple[tuple[str, str], ...]:
    return ((_("Ngày đặt"), date_format(localtime(order.date_placed), "H:i d/m/Y")),)


def _money_of(order: Order) -> str:
    return str(order.get_payment_state_display()).lower()


def _parcel_block(order: Order, parcel: Parcel) -> Block:
    heading = _("Kiện %(number)s: %(name)s") % {
        "number": f"{order.number}-{parcel.position}",
        "name": parcel.producer.name,
    }
    way = [str(parcel.get_status_display()), parcel.carrier, parcel.tracking]
    lines = (_row(line, line.quantity, *_gone(line)) for line in parcel.lines.all())
    rows = (*lines, Row(" · ".join(filter(None, way))))
    return Block(heading, rows, ((_("Phí gửi"), dong(parcel.shipping)), (_("Cộng kiện"), dong(parcel.total))))


def _row(line: Line, pieces: int, *gone: str) -> Row:
    notes = (f"{pieces} × {dong(line.unit_price)}", *gone, *_notes(line))
    return Row(f"{pieces} × {line.title}", notes, dong(line.price_of(pieces)))


def _gone(line: Line) -> list[str]:
    """What of a line the buyer does not have."""
    off = [_("Đã hủy %(count)s") % {"count": line.called_off}] if line.called_off else []
    return [*off, _("Đã trả %(count)s") % {"count": line.returned}] if line.returned else off


def _notes(line: Line) -> list[str]:
    said = []
    if line.certificate_stars:
        said.append(frozen(line))
    said += [f"{part.quantity} × {part.title} ({part.producer_name}). {frozen(part)}" for part in line.parts.all()]
    return said


def frozen(bought: Line | LinePart) -> str:
    """The certificate as it stood on the day of the order."""
    facts = {
        "stars": bought.certificate_stars,
        "number": bought.certificate_number,
        "day": short_day(bought.certificate_until),
    }
    if bought.certificate_number:
        return _("Lúc đặt: OCOP %(stars)s sao, số %(number)s, hiệu lực đến %(day)s") % facts
    return _("Lúc đặt: OCOP %(stars)s sao, hiệu lực đến %(day)s") % facts
