"""The whole demo, step by step. Each step adds what is missing; a second run adds nothing."""

from collections.abc import Callable
from datetime import date
from time import monotonic

from catalogue.issuers_load import load_issuers
from catalogue.places_load import load_places
from marketplace.demo.growing import load_growing
from marketplace.demo.orders import load_orders
from marketplace.demo.people import load_people
from marketplace.demo.pictures import load_pictures
from marketplace.demo.register import load_register
from marketplace.demo.scans import load_scans
from marketplace.demo.selling import load_cards, load_vouchers
from marketplace.demo.shops import load_shops
from marketplace.demo.showcase import load_showcase, load_views
from marketplace.demo.states import load_states, redate_states
from marketplace.demo.synthetic import fill_up
from marketplace.demo.tales import load_tales
from marketplace.demo.trace import load_lots
from marketplace.demo.variety import load_variety
from search.services import rebuild as rebuild_search

Say = Callable[[str], None]


def load_demo(today: date, *, say: Say, with_people: bool = True, with_pictures: bool = True, up_to: int = 0) -> None:
    """Load everything, and synthetic products until there are `up_to` in all.

    `say` gets one line per step that made something or took a second.
    """
    step = _Steps(say)
    step("địa danh hai thời kỳ", load_places)
    step("cơ quan cấp giấy chứng nhận", load_issuers)
    step("sản phẩm và chứng nhận thật", load_register, today)
    makers = step("trạng thái mẫu của chủ thể hư cấu", load_states, today)
    step("quy cách và hộp quà mẫu", load_variety, makers, today)
    step("biểu phí gửi hàng mẫu", load_cards, makers)
    step("mã giảm giá mẫu", load_vouchers, makers, today)
    step("cập nhật ngày của trạng thái mẫu", redate_states, today)
    step("lô và tem", load_lots, today)
    step("điểm bán", load_shops, today)
    step("lượt quét và vụ việc mẫu", load_scans, today)
    step("chứng nhận chất lượng mẫu", load_showcase, today)
    step("câu chuyện, bộ sưu tập, trang tỉnh", load_tales, today)
    if with_people:
        step("tài khoản demo", load_people, makers)
        step("vùng trồng, lô nguyên liệu, kiểm nghiệm mẫu", load_growing, makers, today)
        step("đơn hàng và đánh giá mẫu", load_orders, makers, today)
    step("sản phẩm tổng hợp", fill_up, up_to, today)
    if with_pictures:
        step("tranh minh họa sản phẩm", load_pictures)
        step("tranh các góc của sản phẩm mẫu", load_views)
    if step.made:
        step("chỉ mục tìm kiếm", rebuild_search)


class _Steps:
    """Runs a step and says how long it took. `made`: how many things, in all."""

    def __init__(self, say: Say):
        self.say, self.made = say, 0

    def __call__(self, title: str, work: Callable, *args):
        started = monotonic()
        result = work(*args)
        made = result if isinstance(result, int) else 0
        self.made += made
        if made or monotonic() - started > 1:
            count = f" ({made:,})" if made else ""
            self.say(f"  {title}{count} … {monotonic() - started:.1f} s")
        return result
