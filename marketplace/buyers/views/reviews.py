from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.cards import title_of
from catalogue.models import Product
from marketplace.buyers.forms import ReasonForm, ReviewForm
from marketplace.buyers.models import Review
from marketplace.buyers.reading import told_of
from marketplace.buyers.services.reviews import DELIVERED, NotReviewable, report_review, write_review
from marketplace.buyers.views.orders import own_order
from marketplace.networks import times
from marketplace.order.models import Line

PER_PAGE = 20
ALLOWED, SECONDS = 10, 600  # reports per network within ten minutes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say what one delivered line of a proved order was like, once."""
    order = own_order(request, number)
    lines = Line.objects.select_related("order", "parcel", "product__parent")
    line = get_object_or_404(lines.filter(parcel__status__in=DELIVERED, product__isnull=False), order=order, pk=pk)
    form = ReviewForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "line": line, "order": order}
        return render(request, "account/review_form.html", context, status=422 if form.errors else 200)
    by = request.user if request.user.is_authenticated else None
    try:
        review = write_review(line, by=by, **form.cleaned_data)
    except NotReviewable:
        messages.info(request, _("Món này đã có đánh giá của bạn."))
        return redirect(order)
    messages.success(request, _("Cảm ơn bạn. Đánh giá đã hiện trên trang sản phẩm."))
    return redirect(f"{review.product.get_absolute_url()}#danh-gia")


@require_safe
def review_list(request: HttpRequest, product_slug: str, pk: str) -> HttpResponse:
    """All that buyers say of a product."""
    product = get_object_or_404(Product.objects.public().entries().prefetch_related("translations"), pk=pk)
    if product.slug != product_slug:
        return redirect("catalogue:reviews", product.slug, product.pk, permanent=True)
    told = told_of(product.pk, most=0)
    page = Paginator(Review.objects.about(product.pk).shown().with_story(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"product": product, "title": title_of(product), "told": told, "page": page}
    return render(request, "account/review_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the operators to look at a review."""
    review = get_object_or_404(Review.objects.shown().select_related("product"), pk=pk)
    if not review.product.is_shown:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "review": review}
        return render(request, "account/review_report.html", context, status=422 if form.errors else 200)
    if times(request, "review-report", SECONDS) <= ALLOWED:
        by = request.user if request.user.is_authenticated else None
        report_review(review, reason=form.cleaned_data["reason"], by=by)
    messages.success(request, _("Đã báo. Người vận hành sẽ xem đánh giá này."))
    return redirect(review.product)
