"""Rows tied to a product, carried inside its own row as one text: pictures, claims and texts cost its page no query.

The text holds every column of every row, so it also says whether anything about them changed.
"""

import json

from django.apps import apps
from django.db.models import Aggregate, Model, OuterRef, Subquery, TextField
from django.db.models.functions import JSONObject

CARRIED = {  # column of the text -> (model, what ties its rows to the product)
    "all_images": ("ProductImage", "product"),
    "all_quality": ("QualityCertificate", "products"),
    "all_ip_assets": ("IpAsset", "products"),
    "all_translations": ("ProductTranslation", "product"),
}


class AllRows(Aggregate):
    """Rows of a subquery as one JSON text."""

    function, output_field = "JSON_GROUP_ARRAY", TextField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", template="%(function)s(%(expressions)s)::text")


def carried() -> dict[str, Subquery]:
    """Annotations for a QuerySet of products."""
    return {name: _all_of(apps.get_model("catalogue", model), link) for name, (model, link) in CARRIED.items()}


def rows_in(product: Model, name: str) -> list[Model]:
    """The rows that a product from with_claims() carries under `name`, in the order of their keys."""
    model = apps.get_model("catalogue", CARRIED[name][0])
    rows = json.loads(getattr(product, name) or "[]")
    fields = model._meta.concrete_fields
    return [
        model(**{field.attname: field.to_python(row[field.attname]) for field in fields})
        for row in sorted(rows, key=lambda row: row["id"])
    ]


def hand_over(product: Model, name: str, relation: str) -> None:
    """Let `product.<relation>.all()` give the rows carried under `name`."""
    loaded = getattr(product, "_prefetched_objects_cache", {})
    product._prefetched_objects_cache = loaded | {relation: rows_in(product, name)}


def _all_of(model: type[Model], link: str) -> Subquery:
    rows = model._default_manager.filter(**{link: OuterRef("pk")}).order_by().values(link)
    row = JSONObject(**{field.attname: field.attname for field in model._meta.concrete_fields})
    return Subquery(rows.annotate(all_rows=AllRows(row)).values("all_rows"))
