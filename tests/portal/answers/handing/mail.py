"""The address that somebody finds in their mail."""

import re

from django.core import mail as sent_mail

from governance.changes import mail
from governance.models import Message, User
from tests.portal.answers.asked import NOW


def address_in_mail(to: User) -> str:
    mail.send(Message.objects.get(person=to).pk, at=NOW)
    found = re.search(r"http://localhost:8000(/answer/\S+/)", sent_mail.outbox[-1].body)
    assert found
    return found[1]
