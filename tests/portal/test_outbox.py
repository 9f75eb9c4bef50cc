"""The demonstration's mail lands in a folder and on a page."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.pages import tidy

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


def test_a_mail_stands_on_the_page_with_its_link(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, str(tmp_path)
    body = "Here: http://localhost:8000/answer/token/\n<b>bold</b>"
    sent = {"Date": "Tue, 03 Dec 2013 10:41:00 -0000"}
    EmailMessage("Two items", body, to=["head@example.org"], headers=sent).send()
    page = tidy(client.get("/outbox/"))
    assert "<h3>Two items</h3>" in page
    assert "To head@example.org, 3 December 2013, 10.41" in page
    assert 'href="http://localhost:8000/answer/token/"' in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_outside_the_demonstration_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/outbox/").status_code == 404
