"""Who makes it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Producer, Product

PER_PAGE = 24


@require_safe
def producer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A producer and all its products, with what is true of each today."""
    producer = get_object_or_404(Producer.objects.select_related("province", "commune"), slug=slug)
    products = Product.objects.public().entries().of_producer(producer.pk).newest_certificate_first().with_register()
    context = {
        "day": localdate(),
        "producer": producer,
        "page": Paginator(products, PER_PAGE).get_page(request.GET.get("page")),
        "trail": trail_of(producer),
    }
    return render(request, "pages/producer.html", context)


def trail_of(producer: Producer) -> list[tuple[str, str]]:
    place = producer.province
    provinces = [(place.short_name, reverse("pages:province", args=[place.slug]))] if place.slug else []
    return [(_("Sản phẩm"), reverse("catalogue:index")), *provinces, (producer.name, "")]
