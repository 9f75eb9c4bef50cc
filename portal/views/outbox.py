"""The mail of the demonstration, which leaves for nowhere: each one as its reader would get it."""

from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.http import Request

NEWEST = 50
BETWEEN = b"-" * 79


@require_safe
def outbox(request: Request) -> HttpResponse:
    """Show the newest mails of the folder; outside the demonstration there is no such page."""
    if not settings.DEMONSTRATION:
        raise Http404
    mails = [mail for path in _files() for mail in _mails(path)]
    return render(request, "portal/outbox.html", {"mails": mails[:NEWEST]})


def _files() -> list[Path]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or settings.DATA_DIR / "outbox")
    return sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)


def _mails(path: Path) -> list[dict[str, Any]]:
    """Return the mails of a file, newest first."""
    texts = [text.strip() for text in path.read_bytes().split(BETWEEN)]
    parser = BytesParser(policy=policy.default)
    found = [parser.parsebytes(text) for text in texts if text]
    return [
        {
            "to": str(each["To"]),
            "title": str(each["Subject"]),
            "on": each["Date"].datetime,
            "body": each.get_content(),
        }
        for each in reversed(found)
    ]
