"""Codes as an app on a phone works them out (RFC 6238), apart from the library."""

import base64
import hashlib
import hmac
import struct
import time

MOMENT = 30  # seconds that a code stands


def code_of(secret: str, *, moments: int = 0) -> str:
    """Return the six figures shown now for `secret`, or so many `moments` later."""
    counter = int(time.time()) // MOMENT + moments
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
