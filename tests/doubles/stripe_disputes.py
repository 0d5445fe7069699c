"""Disputes and fees in the double's books: money that the buyer's bank takes back, and what the service costs."""

import secrets

DAYS_TO_ANSWER = 9
DISPUTE_FEE = 350_000  # đồng, about USD 15


class Costs:
    """A part of Books. `fee`: (per mille, đồng) of each charge; nothing unless a test or the demo says so."""

    fee = (0, 0)

    def book_charge(self, charge):
        """What Stripe's own account gets of a charge."""
        rate, fixed = self.fee
        move = self._move(charge["amount"], charge["amount"] * rate // 1000 + fixed)
        charge["balance_transaction"] = move["id"]

    def dispute(self, charge_id, *, amount=None, reason="fraudulent", is_inquiry=False):
        """The bank takes money back at once; an inquiry only asks."""
        charge = self.find("charges", charge_id)
        amount = amount or charge["amount"] - charge["amount_refunded"]
        charge["disputed"] = True
        dispute = {
            "id": f"du_{secrets.token_hex(12)}",
            "object": "dispute",
            "amount": amount,
            "balance_transactions": [] if is_inquiry else [self._move(-amount, DISPUTE_FEE)],
            "charge": charge_id,
            "created": self.now(),
            "currency": charge["currency"],
            "evidence_details": {"due_by": self.now() + DAYS_TO_ANSWER * 86_400, "has_evidence": False},
            "payment_intent": charge["payment_intent"],
            "reason": reason,
            "status": "warning_needs_response" if is_inquiry else "needs_response",
        }
        self.disputes[dispute["id"]] = dispute
        self.emit("charge.dispute.created", dispute)
        return dispute

    def answer_dispute(self, key):
        """Our evidence is with the bank."""
        dispute = self.find("disputes", key)
        dispute["status"] = dispute["status"].replace("needs_response", "under_review")
        self.emit("charge.dispute.updated", dispute)
        return dispute

    def decide_dispute(self, key, *, won):
        """The bank decides; what it took of a dispute that we won comes back."""
        dispute = self.find("disputes", key)
        is_inquiry = dispute["status"].startswith("warning")
        dispute["status"] = "warning_closed" if is_inquiry else "won" if won else "lost"
        if won and not is_inquiry:
            dispute["balance_transactions"].append(self._move(dispute["amount"], 0))
            self.emit("charge.dispute.funds_reinstated", dispute)
        self.emit("charge.dispute.closed", dispute)
        return dispute

    def balance(self):
        """What stands in our account there, by their word."""
        refunded = sum(refund["amount"] for refund in self.refunds.values())
        return sum(move["net"] for move in self.balance_transactions.values()) - refunded

    def _move(self, amount, fee):
        move = {
            "id": f"txn_{secrets.token_hex(12)}",
            "object": "balance_transaction",
            "amount": amount,
            "created": self.now(),
            "currency": "vnd",
            "fee": fee,
            "net": amount - fee,
        }
        self.balance_transactions[move["id"]] = move
        return move
