"""Disclosure control: small counts are hidden so that no hidden cell can be worked out.

What is kept: counts of 1 to the threshold are hidden, noughts never are; every hidden cell, seen
from the published table alone and by a reader who knows that rule, may be at least two different
counts; the hidden cells of no row or column add up to a small count that can be read off.

What is not promised: tables that share cells or totals are not protected against each other, nor
are sums over several rows and columns at once. Those are for the approver to see.
"""

from impact.disclosure.auditing import ranges, worked_out
from impact.disclosure.protecting import THRESHOLD, protect

__all__ = ["THRESHOLD", "protect", "ranges", "worked_out"]
