"""What may follow what. The states of orders, parcels, attempts and refunds stand here and nowhere else."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IllegalTransition(Exception):
    """The thing is not in a state from which this step is possible; nothing was changed."""

    def __init__(self, now: str, then: str):
        super().__init__(f"{now} -> {then}")
        self.now, self.then = now, then


class Payment(TextChoices):
    """How far an order's money has come."""

    AWAITING = "awaiting_payment", _("Chờ thanh toán")
    AWAITING_COD = "awaiting_cod_confirmation", _("Chờ xác nhận")
    COD_CONFIRMED = "cod_confirmed", _("Đã xác nhận, thu tiền khi giao")
    PAID = "paid", _("Đã thanh toán")
    PARTIALLY_REFUNDED = "partially_refunded", _("Đã hoàn một phần tiền")
    REFUNDED = "refunded", _("Đã hoàn tiền")
    EXPIRED = "expired", _("Hết hạn giữ hàng")
    CANCELLED = "cancelled", _("Đã hủy")


class Parcel(TextChoices):
    """Where one producer's parcel (kiện hàng) is."""

    NEW = "new", _("Mới đặt")
    ACCEPTED = "accepted", _("Nhà sản xuất đã nhận đơn")
    PACKED = "packed", _("Đã đóng gói")
    SHIPPED = "shipped", _("Đã gửi đi")
    DELIVERED = "delivered", _("Đã giao")
    COMPLETED = "completed", _("Hoàn tất")
    REJECTED = "rejected", _("Nhà sản xuất từ chối")
    CANCELLED = "cancelled", _("Đã hủy")
    UNDELIVERABLE = "undeliverable", _("Không giao được")
    RETURNING = "returning", _("Đang chuyển hoàn")
    RETURNED = "returned", _("Đã chuyển hoàn")
    LOST = "lost", _("Thất lạc")


class Return(TextChoices):
    """How far a buyer's wish to return goods (yêu cầu trả hàng) has come."""

    REQUESTED = "requested", _("Chờ nhà sản xuất trả lời")
    APPROVED = "approved", _("Đồng ý, chờ nhận lại hàng")
    SETTLED = "settled", _("Đã hoàn tiền cho yêu cầu này")
    REJECTED = "rejected", _("Không được chấp nhận")
    WITHDRAWN = "withdrawn", _("Người mua đã rút lại")
    LAPSED = "lapsed", _("Quá hạn gửi hàng trả")


PAYMENT_STEPS = {
    "awaiting_payment": {"paid", "expired", "cancelled"},
    "expired": {"paid"},  # late money, and only when the stock can be had again
    "cancelled": {"paid"},
    "awaiting_cod_confirmation": {"cod_confirmed", "expired", "cancelled"},
    "cod_confirmed": {"paid", "cancelled"},
    "paid": {"partially_refunded", "refunded"},
    "partially_refunded": {"refunded"},
    "refunded": set(),
}
PARCEL_STEPS = {
    "new": {"accepted", "rejected", "cancelled"},
    "accepted": {"packed", "rejected", "cancelled"},
    "packed": {"shipped", "cancelled"},
    "shipped": {"delivered", "undeliverable", "lost"},
    "delivered": {"completed"},
    "undeliverable": {"returning", "lost"},
    "returning": {"returned", "lost"},
    "completed": set(),
    "rejected": set(),
    "cancelled": {"new"},  # with its order, when late money found the stock again
    "returned": set(),
    "lost": set(),
}
ATTEMPT_STEPS = {
    "created": {"open", "failed", "expired", "cancelled", "succeeded"},
    "open": {"succeeded", "failed", "expired", "cancelled"},
    "expired": {"succeeded"},  # late money
    "cancelled": {"succeeded"},
    "succeeded": set(),
    "failed": set(),
}
REFUND_STEPS = {
    "requested": {"submitted", "failed"},
    "submitted": {"succeeded", "failed"},
    "succeeded": set(),
    "failed": set(),
}
NOBODY_HAS = frozenset({"rejected", "cancelled", "undeliverable", "returning", "returned", "lost"})  # and nobody pays
BAD_ENDS = frozenset({"rejected", "cancelled", "undeliverable", "lost"})  # what a timeline marks in red
RETURN_STEPS = {
    "requested": {"approved", "settled", "rejected", "withdrawn"},
    "approved": {"settled", "withdrawn", "lapsed"},
    "rejected": {"approved", "settled"},  # the operator decides otherwise
    "settled": set(),
    "withdrawn": set(),
    "lapsed": set(),
}
PAYOUT_STEPS = {
    "draft": {"approved", "failed"},
    "approved": {"sent", "failed"},
    "sent": {"settled", "failed"},
    "settled": set(),
    "failed": set(),
}
UNFINISHED_ATTEMPTS = ["created", "open"]
OPEN_DISPUTES = frozenset({"needs_answer", "under_review"})
OPEN_RETURNS = frozenset({"requested", "approved"})
DONE = frozenset({"completed", "rejected", "cancelled", "returned", "lost"})  # parcels: nothing follows
HOLDING = frozenset({"new", "accepted", "packed"})  # parcels whose goods are still on the shelf
GOOD_FOR_DISPATCH = frozenset({"paid", "awaiting_cod_confirmation", "cod_confirmed", "partially_refunded"})


def check_step(steps: dict[str, set[str]], now: str, then: str) -> None:
    """Raise IllegalTransition unless `then` may follow `now`."""
    if then not in steps[now]:
        raise IllegalTransition(now, then)
