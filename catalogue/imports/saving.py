"""Writing the planned rows of an import: the same record as services.issue_certificate leaves, in few queries."""

from collections.abc import Iterable
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue import ocop
from catalogue.imports.reading import Facts, Problem
from catalogue.imports.register import Plan, Register
from catalogue.models import Certificate, CertificateEvent, Issuer, Producer, Product, ProductClass
from catalogue.services import NotInForce, Overlapping, upgrade_certificate
from catalogue.signals import certificates_issued, products_added
from catalogue.vietnamese import slugify

Actor = AbstractBaseUser | None
UNCHECKED = ("product", "issuer", "last_day", "superseded_by")  # keys and what the database computes


def save(plans: list[Plan], register: Register, actor: Actor) -> list[Problem]:
    """Make what is missing and issue the certificates; the rows that could not be. Inside the caller's transaction."""
    _make_producers(plans, register)
    _make_products(plans, register)
    certificates, refused = _checked(plans, dict(Issuer.objects.values_list("name", "pk")))
    _issue(certificates, actor)
    return refused


def replace(one: Plan, actor: Actor) -> Problem | None:
    """Supersede the certificate in force; one row at a time, it is rare. A transaction of its own."""
    facts, old = one.facts, Certificate.objects.get(pk=one.replaces)
    try:
        upgrade_certificate(old, stars=facts.stars, issued_on=facts.issued_on, decision_number=facts.decision,
                            actor=actor, **printed(facts))  # fmt: skip
    except (NotInForce, Overlapping, ValidationError):
        return Problem(facts.row, "kind", "không thay được giấy đang có: đã hết hạn hoặc vừa được xử lý", facts.sheet)
    return None


def _make_producers(plans: Iterable[Plan], register: Register) -> None:
    """A new one may not sell before an operator or officer has verified it."""
    missing = {one.maker: one for one in plans if one.maker[1] and register.makers.get(one.maker) is None}
    slugs = _free_slugs([one.facts.producer for one in missing.values()], "chu-the")
    made = [
        Producer(
            name=one.facts.producer,
            slug=slug,
            kind=one.facts.kind,
            province_id=one.found.province,
            address_as_printed=one.facts.origin,
        )
        for one, slug in zip(missing.values(), slugs, strict=True)
    ]
    for key, producer in zip(missing, Producer.objects.bulk_create(made), strict=True):
        register.makers[key] = producer.pk


def _free_slugs(names: list[str], otherwise: str) -> list[str]:
    """One slug for each name, numbered where it is taken."""
    wanted = [slugify(name, 200) or otherwise for name in names]
    taken = set(Producer.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    free, numbered = [], {}
    for slug in wanted:
        if slug in taken:
            free.append(_next_free(slug, taken, numbered))
        else:
            free.append(slug)
        taken.add(free[-1])
    return free


def _next_free(slug: str, taken: set[str], numbered: dict[str, int]) -> str:
    if slug not in numbered:
        taken.update(Producer.objects.filter(slug__startswith=f"{slug}-").values_list("slug", flat=True))
    number = numbered.get(slug, 1)
    while (candidate := f"{slug}-{number + 1}") in taken:
        number += 1
    numbered[slug] = number + 1
    return candidate


def _make_products(plans: Iterable[Plan], register: Register) -> None:
    missing = {id(one.product): one for one in plans if one.product.pk is None}
    if not missing:
        return
    kind, _made = ProductClass.objects.get_or_create(
        slug="ocop", defaults={"name": "Sản phẩm OCOP", "track_stock": True}
    )
    made = [_product(one, kind, register.makers[one.maker]) for one in missing.values()]
    for one, product in zip(missing.values(), Product.objects.bulk_create(made), strict=True):
        one.product.pk = product.pk
    transaction.on_commit(partial(products_added.send, Product, keys=[product.pk for product in made]))


def _product(one: Plan, kind: ProductClass, owner: int | None) -> Product:
    return Product(
        title=one.facts.product,
        slug=slugify(one.facts.product) or "san-pham",
        product_class=kind,
        owner_id=owner,
        province_id=one.found.province,
        origin_then_id=one.found.then,
        origin_now_id=one.found.now,
        criteria_set=one.facts.criteria_set,
        origin_as_printed=one.facts.origin,
        source_url=one.facts.source,
    )


def printed(facts: Facts) -> dict:
    """The certificate's columns as the list prints them."""
    return {
        "number": facts.number,
        "product_code": facts.product_code,
        "issuer_as_printed": facts.issuer,
        "product_name_as_printed": facts.product,
        "producer_as_printed": facts.producer,
        "address_as_printed": facts.origin,
        "decision_date": facts.issued_on,
        "rule_version": ocop.rule_version_on(facts.issued_on),
        "verification": facts.verification,
        "source_url": facts.source,
    }


def _checked(plans: Iterable[Plan], issuers: dict[str, int]) -> tuple[list[Certificate], list[Problem]]:
    """Certificates ready to be written, and rows whose columns the model refuses."""
    ready, refused = [], []
    for one in plans:
        facts = one.facts
        certificate = Certificate(
            product_id=one.product.pk,
            stars=facts.stars,
            issued_on=facts.issued_on,
            valid_until=ocop.valid_until(facts.issued_on),
            decision_number=facts.decision,
            issuer_id=issuers.get(facts.issuer),
            **printed(facts),
        )
        try:
            certificate.clean_fields(exclude=UNCHECKED)
        except ValidationError as bad:
            refused.append(Problem(facts.row, "product", " ".join(bad.messages), facts.sheet))
            continue
        ready.append(certificate)
    return ready, refused


def _issue(certificates: list[Certificate], actor: Actor) -> None:
    """As services.issue_certificate for many; who calls has locked the products and looked for overlaps."""
    Certificate.objects.bulk_create(certificates)
    events = CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=one, kind="issued", on=one.issued_on, decision_number=one.decision_number, actor=actor
        )
        for one in certificates
    )
    products = {one.product_id for one in certificates}
    Product.objects.filter(pk__in=products).exclude(register_note="").update(register_note="")
    transaction.on_commit(partial(certificates_issued.send, Certificate, events=events))
