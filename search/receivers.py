"""News from the catalogue: a product whose texts changed is indexed again, after the commit."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from catalogue.models import Producer, Product, ProductTranslation
from catalogue.signals import products_added
from search import services


def connect() -> None:
    post_save.connect(product_saved, sender=Product, dispatch_uid="search_product")
    post_save.connect(translation_saved, sender=ProductTranslation, dispatch_uid="search_translation")
    post_save.connect(producer_saved, sender=Producer, dispatch_uid="search_producer")
    products_added.connect(products_written, dispatch_uid="search_products_added")
    post_delete.connect(product_gone, sender=Product, dispatch_uid="search_product_gone")


def product_saved(instance: Product, raw: bool = False, **kwargs) -> None:
    if not raw:
        _after_commit(services.index_products, [instance.pk])


def products_written(keys: list[int], **kwargs) -> None:
    services.index_products(keys)


def translation_saved(instance: ProductTranslation, raw: bool = False, **kwargs) -> None:
    if not raw:
        _after_commit(services.index_products, [instance.product_id])


def producer_saved(instance: Producer, raw: bool = False, created: bool = False, **kwargs) -> None:
    """A producer's name is a tag of each of its products."""
    if not raw and not created:
        _after_commit(services.index_products_of, instance.pk)


def product_gone(instance: Product, **kwargs) -> None:
    _after_commit(services.forget_products, [instance.pk])


def _after_commit(verb, about) -> None:
    transaction.on_commit(partial(verb, about), robust=True)
