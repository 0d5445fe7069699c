"""Proofs of PAYMENTS.md section 10: random lives of a market, rushes, kills and faults, asked after the same truths."""
