"""Orders in every state that a visitor can meet, and reviews: invented buyers at fictional producers only, and each
order's note says so. Made by the shop's own verbs, so stock and ledger agree with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, make_aware, now

from catalogue.models import Place, Producer, Product
from marketplace.accounts.models import User
from marketplace.basket.models import Basket
from marketplace.basket.plans import plan_of
from marketplace.basket.services import add_to_basket
from marketplace.buyers.models import Review
from marketplace.buyers.services.reviews import answer_review, report_review, write_review
from marketplace.order import services as verbs
from marketplace.order.models import Order, Parcel, ParcelEvent
from marketplace.order.services.returns import ask_for_return
from marketplace.partner.strategy import ShopStrategy
from marketplace.payment import bank
from marketplace.payment import services as payment
from marketplace.payment.models import Attempt, BankTransaction
from marketplace.payment.providers.transfer import is_test

NOTE = "Đơn minh họa: người mua và đơn hàng này chỉ có trong bản demo."
MARK = " (minh họa)"
HONEY, MANGO, TEA = "MAU-con-hieu-luc", "MAU-gia-han", "MAU-gtin"  # of Sông Hậu
CAKE, MAT, RICE = "MAU-nang-hang", "MAU-tem-huy", "MAU-tem-chua-kich-hoat"  # of Lam Kinh
BUYER = "buyer@demo.test"
SOURCE = "demo"  # of transfers that no bank told
CARRIER, TRACKING = "Đơn vị vận chuyển mẫu", "MAU{:06}VN"


@dataclass(frozen=True)
class Scene:
    """One order: who (`account`: of the demo's people), how many days ago, what, and what became of it."""

    recipient: str
    phone: str
    days: int
    goods: tuple[tuple[str, int], ...]
    then: Callable[[Order, datetime], None]
    account: str = ""
    by_transfer: bool = True


def placed(order: Order, at: datetime) -> None:
    """Paid, and nothing more."""
    _pay(order, at, order.total)


def partly_paid(order: Order, at: datetime) -> None:
    _pay(order, at, order.total // 2)


def packed(order: Order, at: datetime) -> None:
    _pay(order, at, order.total)
    for parcel in order.parcels.order_by("pk"):
        _pack(parcel)


def on_its_way(order: Order, at: datetime) -> None:
    """The first parcel is shipped, others wait."""
    _pay(order, at, order.total)
    _ship(order.parcels.order_by("pk").first())


def delivered(order: Order, at: datetime) -> None:
    _pay(order, at, order.total)
    for parcel in order.parcels.order_by("pk"):
        _ship(parcel)
        verbs.deliver_parcel(parcel, at=at + timedelta(days=min(3, (now() - at).days)))


def returning(order: Order, at: datetime) -> None:
    """Delivered; the buyer wants to give one piece back."""
    delivered(order, at)
    parcel = order.parcels.order_by("pk").first()
    words = "Tôi đặt nhầm loại, hộp còn nguyên, chưa mở."
    ask_for_return(parcel, pieces={parcel.lines.first().pk: 1}, reason="mind", words=words, at=now())


def called_off(order: Order, at: datetime) -> None:
    """Paid; the second parcel is not wanted any more."""
    _pay(order, at, order.total)
    verbs.call_off(order.parcels.order_by("pk").last(), reason="Đặt nhầm")


def stranded(order: Order, at: datetime) -> None:
    _pay(order, at, order.total)
    for parcel in order.parcels.order_by("pk"):
        _ship(parcel)
        verbs.report_undeliverable(parcel, reason="Gọi ba lần không ai nghe máy")


SCENES = (
    Scene("Lê Thị Na", "+84900000011", 34, ((HONEY, 1), (MANGO, 2)), delivered, by_transfer=False),
    Scene("Phạm Văn Bách", "+84900000012", 26, ((HONEY, 2), (CAKE, 3)), delivered),
    Scene("Hoàng Thu Cúc", "+84900000013", 19, ((CAKE, 2), (MAT, 1)), delivered, by_transfer=False),
    Scene("Vũ Minh Đạt", "+84900000014", 15, ((HONEY, 1), (TEA, 1)), delivered),
    Scene("Nguyễn Thị Mua", "+84900000010", 5, ((HONEY, 1), (MAT, 1)), delivered, BUYER),
    Scene("Nguyễn Thị Mua", "+84900000010", 4, ((MANGO, 2),), returning, BUYER),
    Scene("Nguyễn Thị Mua", "+84900000010", 1, ((TEA, 1), (RICE, 1)), on_its_way, BUYER),
    Scene("Trịnh Văn Em", "+84900000015", 3, ((MAT, 1),), stranded, by_transfer=False),
    Scene("Đặng Thị Gấm", "+84900000016", 1, ((HONEY, 1), (RICE, 1)), called_off),
    Scene("Bùi Quốc Hải", "+84900000017", 0, ((MANGO, 1), (CAKE, 2)), packed, by_transfer=False),
    Scene("Nguyễn Thị Mua", "+84900000010", 0, ((TEA, 2), (CAKE, 1)), placed, BUYER),
    Scene("Mai Văn Khôi", "+84900000018", 0, ((MAT, 1),), partly_paid),
)
REVIEWS = (  # recipient, product, score, words, the producer's reply
    ("Lê Thị Na", HONEY, 5, "Mật thơm mùi tràm, sánh vừa. Gói kỹ, chai không rỉ giọt nào.", ""),
    ("Lê Thị Na", MANGO, 4, "Xoài dẻo, ngọt vừa. Giá mà túi to hơn một chút.", ""),
    ("Phạm Văn Bách", HONEY, 4, "Mật ngon, chỉ là giao chậm hơn hẹn một ngày.", "Cảm ơn bạn. Từ nay chúng tôi gửi hàng vào buổi sáng."),
    ("Phạm Văn Bách", CAKE, 5, "Chè lam bùi, cay nhẹ mùi gừng, cả nhà khen.", "Cảm ơn gia đình mình đã ủng hộ."),
    ("Hoàng Thu Cúc", CAKE, 4, "Vị ngon, miếng cắt đều. Hộp hơi móp một góc.", ""),
    ("Vũ Minh Đạt", HONEY, 2, "Mua chỗ khác rẻ hơn, gọi số này nhé 0900 000 000.", ""),
)  # fmt: skip
REPORTED = ("Vũ Minh Đạt", "Quảng cáo số điện thoại, không nói về sản phẩm.")


def load_orders(makers: dict[str, Producer], today: date) -> int:
    """Make the orders and reviews, once; transfers only while the account is the test one. Returns how many."""
    if Order.objects.filter(note=NOTE).exists():
        return 0
    scenes = [scene for scene in SCENES if is_test(settings.BANK_BIN) or not scene.by_transfer]
    recipients = {scene.recipient for scene in scenes}
    with transaction.atomic():
        for scene in scenes:
            _play(scene, makers["song-hau"].province, today)
        verbs.complete_delivered(now())
        written = [_review(*told) for told in REVIEWS if told[0] in recipients]
        _unmatched(today)
    return len(scenes) + len(written)


def _play(scene: Scene, province: Place, today: date) -> None:
    at = _moment(today, scene.days)
    order = _place(scene, province, at)
    payment.start(payment.open_attempt(order), success_url="", cancel_url="")
    scene.then(order, at)
    _date(order, at)


def _moment(today: date, days: int) -> datetime:
    """Nine in the morning of that day; of today, an hour ago."""
    asked = make_aware(datetime.combine(today - timedelta(days=days), time(9)))
    return asked if days else now() - timedelta(hours=1)


def _place(scene: Scene, province: Place, at: datetime) -> Order:
    user = User.objects.filter(email=scene.account).first() if scene.account else None
    basket = Basket.objects.create(owner=user)
    basket.strategy = ShopStrategy()
    for code, pieces in scene.goods:
        add_to_basket(basket, Product.objects.get(code=code), quantity=pieces, day=localdate(at))
    to = verbs.Delivery(
        recipient=scene.recipient,
        phone=scene.phone,
        province=province,
        commune=Place.objects.filter(parent=province).order_by("code").first(),
        street="Số 0 đường Minh Họa",
        note=NOTE,
    )
    method = "transfer" if scene.by_transfer else "cod"
    total = plan_of(Basket.objects.get(pk=basket.pk), localdate(at), province).total
    return verbs.place_order(basket, delivery=to, method=method, shown_total=total, at=at, user=user)


def _pay(order: Order, at: datetime, amount: int) -> None:
    """By a transfer to the test account; an order paid on delivery is paid at the door."""
    memo = Attempt.objects.get(order=order).reference
    if memo:
        _transfer(f"{memo} chuyen tien", amount, at + timedelta(minutes=5))


def _transfer(content: str, amount: int, at: datetime) -> None:
    number = f"MAU-{BankTransaction.objects.count() + 1:04}"
    told = bank.Told(SOURCE, number, settings.BANK_ACCOUNT, amount, at, content, number)
    bank.receive(told)


def _unmatched(today: date) -> None:
    """Money that names no order: an operator finds out whose it is."""
    if is_test(settings.BANK_BIN):
        _transfer("NGUYEN VAN LAC chuyen tien mua mat ong", 253_000, _moment(today, 1))


def _pack(parcel: Parcel) -> None:
    verbs.accept_parcel(parcel)
    verbs.pack_parcel(parcel)


def _ship(parcel: Parcel) -> None:
    _pack(parcel)
    verbs.ship_parcel(parcel, carrier=CARRIER, tracking=TRACKING.format(parcel.pk))


def _date(order: Order, at: datetime) -> None:
    """The verbs note the present moment; the story is older."""
    pause = timedelta(hours=7) if now() - at > timedelta(days=2) else (now() - at) / 6
    for parcel in order.parcels.all():
        events = list(parcel.events.all())
        for place, event in enumerate(events):
            is_end = event.status == "delivered"
            event.at = parcel.delivered_at if is_end else at + place * pause
        ParcelEvent.objects.bulk_update(events, ["at"])


def _review(recipient: str, code: str, score: int, text: str, reply: str) -> Review:
    line = Parcel.objects.filter(order__note=NOTE, order__recipient=recipient, lines__product__code=code)
    parcel = line.select_related("order", "producer").get()
    bought = parcel.lines.get(product__code=code)
    review = write_review(bought, score=score, text=text)
    written_at = parcel.delivered_at + timedelta(days=1)
    if recipient == REPORTED[0]:
        report_review(review, reason=REPORTED[1])
    if reply:
        maker = parcel.producer.memberships.order_by("pk").first()
        review = answer_review(review, text=reply, by=maker and maker.user, at=written_at + timedelta(days=1))
    Review.objects.filter(pk=review.pk).update(author_name=review.author_name + MARK, created_at=written_at)
    return review
