"""A person's own data: all of it as one file. Its end: erasure.py."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.buyers.models import InvoiceRequest, Review, SavedAddress, StockNotice
from marketplace.notifications.models import Consent, OutboxMessage
from marketplace.order.models import Line, Order
from marketplace.order.returns import ReturnRequest
from marketplace.payment.models import RefundAccount


def export_of(user: User) -> dict:
    """Everything kept about a person, as plain values."""
    mine = Q(author=user) | Q(line__order__user=user)
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "phone": user.phone,
            "language": user.language,
            "joined": user.date_joined,
            "last_login": user.last_login,
        },
        "emails": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "addresses": [
            {"recipient": one.recipient, "phone": one.phone, "address": one.line, "is_default": one.is_default}
            for one in SavedAddress.objects.of(user)
        ],
        "saved_products": list(user.saved_products.values_list("product__title", flat=True)),
        "reviews": [_review(one) for one in Review.objects.filter(mine).prefetch_related("photos")],
        "consents": list(
            Consent.objects.filter(address=user.email.lower()).values("purpose", "is_given", "text", "at")
        ),
        "messages": list(OutboxMessage.objects.filter(to__iexact=user.email).values("subject", "state", "created_at")),
        "stock_notices": list(StockNotice.objects.filter(email__iexact=user.email).values("product__title", "state")),
        "sessions": list(UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent")),
        "orders": [_order(order) for order in Order.objects.placed_by(user).with_parcels()],
    }


def _order(order: Order) -> dict:
    return {
        "number": order.number,
        "placed": order.date_placed,
        "recipient": order.recipient,
        "phone": order.phone,
        "email": order.guest_email,
        "address": order.address,
        "note": order.note,
        "payment": order.payment_method,
        "payment_state": order.payment_state,
        "total": order.total,
        "refund_account": RefundAccount.objects.filter(order=order).values("bank", "number", "holder", "at").first(),
        "invoice": InvoiceRequest.objects.filter(order=order).values("name", "tax_code", "address", "email").first(),
        "parcels": [
            {
                "number": f"{order.number}-{parcel.position}",
                "producer": parcel.producer.name,
                "status": parcel.status,
                "lines": [_line(line) for line in parcel.lines.all()],
                "returns": [_return(wish) for wish in parcel.returns.all()],
            }
            for parcel in order.parcels.all()
        ],
    }


def _line(line: Line) -> dict:
    return {"title": line.title, "quantity": line.quantity, "price": line.price}


def _return(wish: ReturnRequest) -> dict:
    return {
        "state": wish.state,
        "reason": wish.reason,
        "words": wish.words,
        "asked": wish.asked_at,
        "answer": wish.answer,
        "amount": wish.amount,
        "pieces": [{"title": line.line.title, "quantity": line.quantity} for line in wish.lines.all()],
        "photos": [photo.picture.name for photo in wish.photos.all()],
    }


def _review(one: Review) -> dict:
    return {
        "product": one.product.title,
        "score": one.score,
        "text": one.text,
        "name": one.author_name,
        "state": one.state,
        "reply": one.reply,
        "written": one.created_at,
        "photos": [photo.file.name for photo in one.photos.all()],
    }
