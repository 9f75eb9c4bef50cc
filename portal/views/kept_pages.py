"""Papers as web pages of their own: which look they may carry."""

import base64
import hashlib
import re


def own_look_only(page: bytes) -> str:
    """Return the policy under which a paper's page shows its own stylesheet and nothing else."""
    looks = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(look).digest()).decode() for look in looks)
    allowed = " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
