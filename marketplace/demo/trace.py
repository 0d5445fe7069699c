"""Lots with printed labels: two per ten products on sale, and one label for each state a scan can show."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import make_aware, now

from catalogue.models import Product
from marketplace.demo.rows import Random
from marketplace.demo.states import SPECIMENS
from traceability import services
from traceability.models import Label, LabelSheet, Lot

ONE_IN = 5  # two lots per ten products
LABELS, PACKS = 4, 60
STATE_LOT = "LO-MAU"
NOTES = {
    "harvest": "Thu mua nguyên liệu tại vùng trồng, ghi sổ theo hộ.",
    "process": "Sơ chế, chế biến theo mẻ; lưu mẫu từng mẻ.",
    "pack": "Đóng gói, dán tem từng gói.",
}


@transaction.atomic
def load_lots(today: date) -> int:
    """Make the lots that are missing; returns how many."""
    return _ordinary_lots(today) + _state_lots(today)


def _ordinary_lots(today: date) -> int:
    products = Product.objects.sellable(today).filter(code__startswith="P", owner__is_fictional=False)
    chosen = list(products.order_by("code").select_related("origin_now", "province"))[::ONE_IN]
    having = set(Lot.objects.values_list("product_id", flat=True))
    missing = [product for product in chosen if product.pk not in having]
    for product in missing:
        labels_in_use(_lot(product, f"MH{today:%y}-{product.code}", today))
    return len(missing)


def _lot(product: Product, number: str, today: date) -> Lot:
    """A lot packed some weeks ago, with its three steps; the dates are invented."""
    packed = today - timedelta(days=Random(f"{product.code}/lot").randint(40, 80))
    lot = services.create_lot(
        product,
        number=number,
        quantity=PACKS,
        produced_on=packed - timedelta(days=2),
        packed_on=packed,
        expires_on=packed + timedelta(days=max(product.shelf_life_days or 365, 60)),
    )
    for stage, days in (("harvest", 4), ("process", 2), ("pack", 0)):
        at = make_aware(datetime.combine(packed - timedelta(days=days), time(8)))
        place = product.origin_now or product.province
        services.add_step(lot, stage=stage, at=at, place=place, note=f"{NOTES[stage]} (dữ liệu minh họa)")
    return lot


def printed_labels(lot: Lot, count: int = LABELS) -> LabelSheet:
    """Labels as after printing. The demo prints nothing, so it skips reading a PDF back (services.release_sheet)."""
    sheet = services.generate_labels(lot, count)
    sheet.labels.update(state=Label.State.PRINTED)
    sheet.released_at = now()
    sheet.save(update_fields=["released_at"])
    return sheet


def labels_in_use(lot: Lot) -> LabelSheet:
    sheet = printed_labels(lot)
    services.activate_labels(sheet)
    return sheet


def _state_lots(today: date) -> int:
    products = {product.code: product for product in Product.objects.filter(code__startswith="MAU-", is_box=False)}
    having = set(Lot.objects.filter(number__startswith=STATE_LOT).values_list("product__code", flat=True))
    missing = [product for code, product in products.items() if code not in having]
    for product in missing:
        _state_lot(product, today)
    return len(missing)


def _state_lot(product: Product, today: date) -> None:
    """One lot per specimen; three of them show a state of the label or of the lot itself."""
    lot, key = _lot(product, f"{STATE_LOT}-{product.pk}", today), product.code.removeprefix("MAU-")
    if key == "tem-chua-kich-hoat":
        printed_labels(lot)
        return
    sheet = labels_in_use(lot)
    if key == "tem-huy":
        services.void_label(sheet.labels.order_by("pk").first(), reason="Tem in hỏng (dữ liệu minh họa)")
    if key == "lo-thu-hoi":
        reason = "Kiểm nghiệm lại phát hiện độ ẩm vượt mức công bố (dữ liệu minh họa)"
        services.recall_lot(lot, reason, advice="Đừng dùng; mang trả nơi đã mua để được hoàn tiền.")


def state_labels() -> dict[str, Label]:
    """The label that shows each specimen's state, by the specimen's key."""
    labels = Label.objects.filter(lot__number__startswith=STATE_LOT).select_related("lot__product").order_by("-pk")
    found = {label.lot.product.code.removeprefix("MAU-"): label for label in labels}  # the lot's first label wins
    return {specimen.key: found[specimen.key] for specimen in SPECIMENS if specimen.key in found}
