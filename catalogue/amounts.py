"""How much is in a pack, in words: plain functions on grams and millilitres."""

NBSP = "\N{NO-BREAK SPACE}"
MARKS = {"vi": ",", "en": "."}  # of decimals
LITRE = {"vi": "lít", "en": "l"}


def weight(grams: int, language: str = "vi") -> str:
    """500 -> "500 g", 1200 -> "1,2 kg" (English "1.2 kg")."""
    return f"{grams}{NBSP}g" if grams < 1000 else f"{_thousands(grams, language)}{NBSP}kg"


def volume(millilitres: int, language: str = "vi") -> str:
    """330 -> "330 ml", 1500 -> "1,5 lít" (English "1.5 l")."""
    if millilitres < 1000:
        return f"{millilitres}{NBSP}ml"
    return f"{_thousands(millilitres, language)}{NBSP}{LITRE.get(language, 'l')}"


def amount(grams: int | None, millilitres: int | None, language: str = "vi") -> str:
    """The volume where a pack has one, else its weight; "" when neither is known."""
    if millilitres:
        return volume(millilitres, language)
    return weight(grams, language) if grams else ""


def price_per_thousand(price: int | None, amount: int | None, *, to: int = 100) -> int | None:
    """Whole đồng per kilogram (or litre) of a pack of `amount` grams (or millilitres), to the nearest `to` đồng."""
    if not price or not amount:
        return None
    return round(price * 1000 / amount / to) * to


def _thousands(amount: int, language: str) -> str:
    return f"{amount / 1000:g}".replace(".", MARKS.get(language, "."))
