"""Stock that orders hold. Every change is one conditional UPDATE: the database decides, not what we read before.

Place = take, dispatch = consume, cancel, expire or reject = release.
"""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from marketplace.partner.models import StockRecord

HELD = Coalesce(F("num_allocated"), Value(0))


def take(stockrecord_id: int, quantity: int) -> bool:
    """Hold `quantity` free pieces; False, and nothing changed, when there are not as many."""
    free = StockRecord.objects.annotate(free=F("num_in_stock") - HELD)
    enough = free.filter(pk=stockrecord_id, free__gte=quantity)
    return enough.update(num_allocated=HELD + quantity) == 1


def short(lines: QuerySet) -> QuerySet:
    """Of basket lines, those that ask for more pieces than are free at this moment."""
    held = Coalesce(F("stockrecord__num_allocated"), Value(0))
    return lines.annotate(free=F("stockrecord__num_in_stock") - held).filter(free__lt=F("quantity"))


def release(line, pieces: int) -> None:
    """Give back `pieces` of what an order line holds, or what it still holds; a second call finds nothing to give."""
    given = min(pieces, line.num_allocated)
    if given and _let_go(line, given):
        StockRecord.objects.filter(pk=line.stockrecord_id).update(num_allocated=HELD - given)


def restock(line, pieces: int) -> None:
    """Put pieces that came back on the shelf again."""
    StockRecord.objects.filter(pk=line.stockrecord_id).update(num_in_stock=F("num_in_stock") + pieces)


def consume(line) -> None:
    """Take what an order line holds off the shelf."""
    held = line.num_allocated
    if held and _let_go(line, held):
        StockRecord.objects.filter(pk=line.stockrecord_id).update(
            num_in_stock=F("num_in_stock") - held, num_allocated=HELD - held
        )


def retake(line) -> bool:
    """Hold a released line's pieces again, if they can still be had."""
    if line.num_allocated or not take(line.stockrecord_id, line.quantity):
        return False
    line.num_allocated = line.quantity
    return type(line).objects.filter(pk=line.pk, num_allocated=0).update(num_allocated=line.quantity) == 1


def _let_go(line, pieces: int) -> bool:
    """Whether we are the one who took the pieces out of the line's hold."""
    held, line.num_allocated = line.num_allocated, line.num_allocated - pieces
    return type(line).objects.filter(pk=line.pk, num_allocated=held).update(num_allocated=held - pieces) == 1
