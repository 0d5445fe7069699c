"""Hộp quà: gift boxes that a producer assembles of products of several, and what to do when a part falls out."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import boxes, wording
from catalogue.cards import title_of
from catalogue.models import BoxPart, Producer, Product
from marketplace.accounts.roles import SELL
from marketplace.producers.access import members_who
from marketplace.producers.forms import posted
from marketplace.producers.queries import products_of
from marketplace.producers.services import add_product, blank_product
from marketplace.producers.variety_forms import BoxForm
from marketplace.sent import number_in
from search import services as search
from search.question import parse

MOST_FOUND = 8


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def box_add(request: HttpRequest) -> HttpResponse:
    """A new gift box, still empty."""
    form = BoxForm(posted(request), instance=blank_box(request.producer))
    if form.is_valid():
        box = add_product(form.save(commit=False))
        messages.success(request, _("Đã tạo “%(name)s”. Giờ chọn các món cho vào hộp.") % {"name": box.title})
        return redirect("workspace:box", pk=box.pk)
    return render(request, "workspace/box_form.html", {"form": form}, status=422 if form.errors else 200)


def blank_box(producer: Producer) -> Product:
    box = blank_product(producer)
    box.is_box, box.is_public = True, True
    return box


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def box_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An own box: its words, its parts, what fell out and what could take its place; `?q=` finds more to put in."""
    box, day = get_own_box(request, pk), localdate()
    form = BoxForm(posted(request), instance=box)
    if form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu “%(name)s”.") % {"name": box.title})
        return redirect("workspace:box", pk=pk)
    asked = request.GET.get("q", "").strip()[:120]
    context = {
        "box": box,
        "form": form,
        "day": day,
        "offer": wording.offer_of(box, day),
        "parts": [row_of(part, day) for part in box.parts.all()],
        "events": box.box_events.select_related("removed", "added", "actor").order_by("-pk")[:20],
        "asked": asked,
        "found": found(asked, box, day) if asked else [],
    }
    return render(request, "workspace/box.html", context, status=422 if form.errors else 200)


def row_of(part: BoxPart, day: date) -> dict:
    """A part with its certificate; one that fell out with why, and what could take its place."""
    is_sound = part.is_sound(day)
    return {
        "part": part,
        "title": title_of(part.product),
        "certificate": part.product.certificate_in_force(day),
        "trouble": "" if is_sound else wording.why_not_sellable(part.product, day),
        "proposals": [] if is_sound else [offered(product, day) for product in boxes.proposals(part, day)],
    }


def found(asked: str, box: Product, day: date) -> list[dict]:
    """Products, or their sizes, that the words mean and that can be put into the box."""
    match = search.find(parse(asked))
    keys = list(match.keys)[: 4 * MOST_FOUND] if match else []
    fit = boxes.fit_for_boxes(day).exclude(pk__in=box.parts.values("product"))
    products = fit.of_entries(keys).with_register()
    place = {key: number for number, key in enumerate(keys)}
    ordered = sorted(products, key=lambda product: (place[product.parent_id or product.pk], product.pk))
    return [offered(product, day) for product in ordered[:MOST_FOUND]]


def offered(product: Product, day: date) -> dict:
    return {"product": product, "title": title_of(product), "certificate": product.certificate_in_force(day)}


@require_POST
@members_who(SELL)
def part_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a product into an own box."""
    box = get_own_box(request, pk)
    return act(request, box, lambda product, **facts: boxes.add_part(box, product=product, **facts))


@require_POST
@members_who(SELL)
def part_exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a product in the place of a part of an own box."""
    part = get_own_part(request, pk)
    reason = wording.why_not_sellable(part.product, localdate()) if not part.is_sound(localdate()) else ""
    return act(
        request, part.box, lambda product, **facts: boxes.exchange_part(part, product=product, reason=reason, **facts)
    )


@require_POST
@members_who(SELL)
def part_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part out of an own box."""
    part = get_own_part(request, pk)
    boxes.remove_part(part, actor=request.user)
    messages.success(request, _("Đã bỏ “%(name)s” khỏi hộp.") % {"name": part.product.title})
    return redirect("workspace:box", pk=part.box_id)


def act(request: HttpRequest, box: Product, verb: Callable[..., object]) -> HttpResponse:
    """Do what needs the product that was pressed, and go back to the box."""
    key = request.POST.get("product", "")
    product = Product.objects.with_register().filter(pk=number_in(key)).first()
    try:
        if product is None:
            raise boxes.CannotLieInBox(_("Xin chọn một món."))
        verb(product, day=localdate(), actor=request.user)
    except boxes.CannotLieInBox as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã cho “%(name)s” vào hộp.") % {"name": product.title})
    return redirect("workspace:box", pk=box.pk)


def get_own_box(request: HttpRequest, pk: int) -> Product:
    return get_object_or_404(products_of(request.producer).filter(is_box=True), pk=pk)


def get_own_part(request: HttpRequest, pk: int) -> BoxPart:
    return get_object_or_404(BoxPart.objects.select_related("box", "product"), pk=pk, box__owner=request.producer)
