import logging

import stripe
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.payment import bank, sepay
from marketplace.payment.inbox import receive
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.providers.stripe_checkout import webhook_secret

logger = logging.getLogger(__name__)
BANKS = {sepay.NAME: sepay}


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Stripe's notices. 400 for what is not signed by our secret within five minutes, 503 to be told again."""
    secret = webhook_secret()
    if not secret:
        return HttpResponseBadRequest("no webhook secret is configured")
    try:
        event = stripe.Webhook.construct_event(request.body, request.headers.get("Stripe-Signature", ""), secret)
    except (ValueError, stripe.SignatureVerificationError):
        logger.warning("webhook refused")
        return HttpResponseBadRequest("bad signature")
    try:
        receive(event)
    except ProviderDown:
        return HttpResponse("ask again", status=503)
    return HttpResponse("ok")


@csrf_exempt
@require_POST
def bank_webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """Notices of our bank account. 401 for what carries no key of ours, 400 for what is no transfer.

    The answer to all others is what the provider counts as heard; telling it again changes nothing.
    """
    if provider not in BANKS:
        raise Http404
    adapter = BANKS[provider]
    try:
        told = adapter.read(request)
    except adapter.Unsigned:
        logger.warning("bank webhook refused")
        return JsonResponse({"success": False}, status=401)
    except adapter.Malformed:
        logger.warning("bank webhook not understood")
        return JsonResponse({"success": False}, status=400)
    if told:
        bank.receive(told)
    return JsonResponse({"success": True})
