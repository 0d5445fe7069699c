import logging

import stripe
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.payment.inbox import receive
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.providers.stripe_checkout import webhook_secret

logger = logging.getLogger(__name__)


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
