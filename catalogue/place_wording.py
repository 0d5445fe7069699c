"""A place in words: "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh (nay: xã Tiểu Cần, tỉnh Vĩnh Long)".

Names stay Vietnamese in every language. A place must come with its parents: nothing here should ask the database.
"""

from django.utils.translation import gettext as _

from catalogue.addresses import ALL_KINDS, Unit, names_of, parts_of
from catalogue.models import Place

KINDS_FIRST_LONG = sorted(ALL_KINDS, key=len, reverse=True)


def in_words(place: Place | Unit) -> str:
    """With all that it lies in, the kinds in small letters: "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh"."""
    parts = [place.name]
    while place := place.parent:
        parts.append(within_a_sentence(place.name))
    return ", ".join(parts)


def within_a_sentence(name: str) -> str:
    """ "Xã Tiểu Cần" -> "xã Tiểu Cần", "Thị Xã Mường Lay" -> "thị xã Mường Lay"."""
    kind = next((kind for kind in KINDS_FIRST_LONG if name.casefold().startswith(f"{kind} ")), "")
    return kind + name[len(kind) :]


def origin_in_words(printed: str, then: Place | None, now: Place | None, province: Place | None) -> str:
    """Where something comes from, in both eras, as far as is known; "" where nothing is.

    `printed`: as the certificate has it. `then`: what our lists know of it, a unit of before 1 July 2025.
    `now`: commune of today. `province`: province of today.
    """
    today = now or province
    if then is None or today is None:
        return in_words(today or then) if today or then else printed
    if not _names_it(printed, then):
        return _both(printed, today)
    if then.level == Place.Level.PROVINCE:
        return in_words(today) + _formerly(then, today.parent or today)
    if now is None and then.parent and then.parent.name == today.name:
        return _("%(district)s cũ, %(province)s") % {"district": then.name, "province": within_a_sentence(today.name)}
    return _both(in_words(then), today)


def _names_it(printed: str, then: Place) -> bool:
    """Whether `printed` names `then` and all it lies in by the names of our lists, so that kinds may be filled in."""
    names = []
    while then:
        names.append(names_of(then.name)[0].key)
        then = then.parent
    return not printed or [part[0].key for part in parts_of(printed)] == names


def _both(then: str, today: Place) -> str:
    return _("%(then)s (nay: %(now)s)") % {"then": then, "now": within_a_sentence(in_words(today))}


def _formerly(then: Place, province: Place) -> str:
    """ " (trước 1/7/2025: tỉnh Trà Vinh)" where the province was another one."""
    if then.name == province.name:
        return ""
    return " (" + _("trước 1/7/2025: %(name)s") % {"name": within_a_sentence(then.name)} + ")"
