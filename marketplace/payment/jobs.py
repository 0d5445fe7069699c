from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.payment import disputes, services
from marketplace.payment.bank import match_waiting
from marketplace.payment.inbox import settle_inbox
from marketplace.payment.models import RefundAccount
from marketplace.payment.reconciliation import reconcile_due


@every(seconds=60)
def end_holds(at: datetime) -> int:
    return services.expire_overdue(at)


@every(seconds=60)
def send_refunds(at: datetime) -> None:
    services.submit_refunds()


@every(seconds=300)
def ask_about_open_attempts(at: datetime) -> None:
    services.resync_quiet(at)
    settle_inbox()
    match_waiting()
    services.close_forgotten()


@every(seconds=3600)
def ask_about_fees_and_disputes(at: datetime) -> None:
    services.ask_about_fees(at)
    disputes.look(at)


@every(seconds=86_400)
def forget_refund_accounts(at: datetime) -> None:
    RefundAccount.objects.forgettable(at).delete()


@every(seconds=3600)
def compare_books(at: datetime) -> None:
    reconcile_due(at)
