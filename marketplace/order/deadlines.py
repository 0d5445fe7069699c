"""How long buyers and producers have, once a parcel was delivered."""

from datetime import timedelta

RETURN_WINDOW = timedelta(days=7)  # from delivery, to ask for a return; then the producer's money is free
ANSWER = timedelta(days=3)  # from the buyer's wish: the producer's; afterwards it is the operator's work too
SENDING = timedelta(days=7)  # from the approval: the buyer's, to hand the goods to a carrier
ARRIVING = timedelta(days=14)  # from the approval; goods that did not come by then need not be waited for
