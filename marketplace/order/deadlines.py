"""How long buyers and producers have: to pay by transfer, and once a parcel was delivered."""

from datetime import datetime, timedelta

TRANSFER_GRACE = timedelta(hours=2)  # a transfer made in time may be told later (decision 19)
STATEMENT_WAIT = timedelta(days=1)  # longer than that the goods wait for no statement
RETURN_WINDOW = timedelta(days=7)  # from delivery, to ask for a return; then the producer's money is free
ANSWER = timedelta(days=3)  # from the buyer's wish: the producer's; afterwards it is the operator's work too
SENDING = timedelta(days=7)  # from the approval: the buyer's, to hand the goods to a carrier
ARRIVING = timedelta(days=14)  # from the approval; goods that did not come by then need not be waited for


def transfers_over(at: datetime, *, statement_read: datetime | None, hears_at_once: bool) -> datetime:
    """The hold of a transfer that ended by this moment is over `at`.

    Two hours after the hold's end and after the last statement that was read (PAYMENTS 5): people may still be placing
    what stood in it. Where the bank tells nothing by itself (`hears_at_once`), a statement must have been read since the
    hold's end. Nobody waits longer than a day more.
    """
    waited_out = at - TRANSFER_GRACE - STATEMENT_WAIT
    if statement_read and at - statement_read < TRANSFER_GRACE:
        return waited_out
    over = at - TRANSFER_GRACE
    if not hears_at_once:
        over = min(over, statement_read or waited_out)
    return max(over, waited_out)
