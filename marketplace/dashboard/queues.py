"""What waits for a person at the desk, queue by queue. Each is a QuerySet word; here they get their names."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.order.models import Parcel
from marketplace.payment.models import Attempt, BankTransaction, Difference, Dispute, Refund


@dataclass(frozen=True)
class Queue:
    """`rows`: the template of its items; `about`: what to do with them, in a sentence; `done`: how they ended, the
    newest first, where the queue's page shows that."""

    slug: str
    title: Promise
    about: Promise
    rows: str
    find: Callable[[], QuerySet]
    done: Callable[[], QuerySet] | None = None


QUEUES = (
    Queue(
        "chua-khop",
        _("Chuyển khoản chưa rõ của ai"),
        _("Không có nội dung đúng. Một người nêu ý kiến, người thứ hai xác nhận."),
        "transactions",
        lambda: BankTransaction.objects.unmatched().with_fate(),
    ),
    Queue(
        "thieu",
        _("Chuyển thiếu"),
        _("Khách được báo số còn thiếu. Hết hạn giữ hàng thì phần đã nhận tự vào hàng hoàn tiền."),
        "attempts",
        lambda: Attempt.objects.short().select_related("order"),
    ),
    Queue(
        "thua",
        _("Trả thừa"),
        _("Phần thừa nằm trong hàng hoàn tiền cho đến khi chuyển trả xong."),
        "attempts",
        lambda: Attempt.objects.overpaid().select_related("order"),
    ),
    Queue(
        "tre",
        _("Tiền của đơn đã kết thúc"),
        _("Hàng không giữ lại được nữa: tiền phải trả lại khách."),
        "attempts",
        lambda: Attempt.objects.late().select_related("order"),
    ),
    Queue(
        "hoan-tien",
        _("Hoàn tiền bằng tay"),
        _("Chuyển trả ở ngân hàng, rồi ghi số tham chiếu của lệnh chi."),
        "refunds",
        lambda: Refund.objects.by_hand().select_related("attempt__order__refund_account"),
    ),
    Queue(
        "nghi-van",
        _("Cổng thanh toán báo khác đơn"),
        _("Số tiền, loại tiền hoặc đơn không khớp: chưa ghi nhận thanh toán."),
        "attempts",
        lambda: Attempt.objects.flagged().select_related("order"),
    ),
    Queue(
        "khieu-nai",
        _("Khiếu nại thẻ"),
        _(
            "Ngân hàng của khách rút tiền lại. Gửi bằng chứng trước hạn; tiền của nhà sản xuất tạm giữ đến khi có quyết định."
        ),
        "disputes",
        lambda: Dispute.objects.open().urgent_first().with_order(),
        lambda: Dispute.objects.decided().with_order(),
    ),
    Queue(
        "chenh-lech",
        _("Chênh lệch đối soát"),
        _("Sổ của cổng thanh toán và sổ của ta khác nhau. Hỏi lại, hoặc ghi rõ vì sao."),
        "differences",
        lambda: Difference.objects.open().select_related("reconciliation", "attempt__order"),
    ),
    Queue(
        "khong-giao-duoc",
        _("Kiện không giao được"),
        _("Theo dõi kiện về tới nhà sản xuất; hàng chỉ lên kệ lại sau khi kiểm tra."),
        "parcels",
        lambda: Parcel.objects.come_back().select_related("order", "producer"),
    ),
)
BY_SLUG = {queue.slug: queue for queue in QUEUES}


def counts() -> list[tuple[Queue, int]]:
    """Each queue with how many wait in it; one query per queue."""
    return [(queue, queue.find().count()) for queue in QUEUES]
