"""Which facts a buyer is told of a product, by its group: the one place that says so. Plain data and functions.

What the label of such goods has to say (contents, allergens, shelf life, storage, use) is what the page asks for.
Texts are Vietnamese message ids: `_` only marks them, the caller translates.
"""

from catalogue.ocop import group_of


def _(text: str) -> str:
    """Mark a message id for translation; this module knows no Django."""
    return text


WEIGHT, VOLUME = "net_weight_g", "net_volume_ml"
INGREDIENTS, ALLERGENS = "ingredients", "allergens"
SHELF_LIFE, STORAGE, HOW_TO_USE = "shelf_life_days", "storage", "how_to_use"
COLUMNS = (WEIGHT, VOLUME, INGREDIENTS, ALLERGENS, SHELF_LIFE, STORAGE, HOW_TO_USE)  # of Product

EATEN = (WEIGHT, INGREDIENTS, ALLERGENS, SHELF_LIFE, STORAGE, HOW_TO_USE)
POURED = (VOLUME, *EATEN)
ASKED = {  # by group
    "I": EATEN,
    "II": POURED,
    "III": POURED,
    "IV": (WEIGHT, INGREDIENTS, STORAGE, HOW_TO_USE),
    "V": (WEIGHT, STORAGE),
    "VI": (HOW_TO_USE,),
}
POURED_SETS = frozenset({"QD26-04", "QD26-09"})  # honey and sauces come in bottles, too
WITHOUT_GROUP = (WEIGHT, INGREDIENTS, SHELF_LIFE, STORAGE)
MUST = frozenset({ALLERGENS})  # silence about it is told, too: it may harm

LABELS = {
    WEIGHT: _("Khối lượng tịnh"),
    VOLUME: _("Thể tích thực"),
    INGREDIENTS: _("Thành phần"),
    ALLERGENS: _("Chất gây dị ứng"),
    SHELF_LIFE: _("Hạn sử dụng"),
    STORAGE: _("Bảo quản"),
    HOW_TO_USE: _("Cách dùng"),
}
OTHER_LABELS = {
    ("IV", INGREDIENTS): _("Chất liệu"),
    ("V", STORAGE): _("Chăm sóc"),
    ("VI", HOW_TO_USE): _("Chương trình và cách tham gia"),
}
RENAMED = frozenset(column for _group, column in OTHER_LABELS)


def asked_of(criteria_set: str) -> tuple[str, ...]:
    """Columns that a product of a criteria set ("QD26-04") should fill, in the order shown."""
    if criteria_set in POURED_SETS:
        return POURED
    return ASKED.get(group_of(criteria_set), WITHOUT_GROUP)


def label_of(column: str, criteria_set: str) -> str:
    """What the column is called for such goods: what a mat is made of is no ingredient."""
    return OTHER_LABELS.get((group_of(criteria_set), column)) or LABELS[column]


def missing_in(values: dict[str, object], criteria_set: str) -> list[str]:
    """Columns asked for and still empty; weight and volume stand for one another."""
    measured = bool(values.get(WEIGHT) or values.get(VOLUME))
    empty = [column for column in asked_of(criteria_set) if not values.get(column)]
    return [column for column in empty if not (measured and column in (WEIGHT, VOLUME))]
