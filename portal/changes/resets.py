"""A lost second step: one administrator asks, another confirms, the person begins anew."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings

from governance import audit
from governance.changes.mail import write_to
from governance.editing import Refused, refusals_in_words
from governance.models import User
from portal.changes.sessions import end_sessions
from portal.models import FactorReset

STANDS_FOR = timedelta(days=7)
ASKED = "Your second step is to be reset"
ASKED_BODY = """{by} was told that you lost your second step, and asked for it to be reset.

When another administrator confirms it, you are signed out everywhere, sign in with your password
alone, and set up a new one. If you did not ask for this, tell them at once.
"""
DONE = "Your second step was reset"
DONE_BODY = """Your passkeys, codes and recovery codes were taken away; every sign-in was ended.

Sign in with your password (no password? ask for one on the sign-in page); then you are shown how
to set up a new second step. If you did not ask for this, tell the administrators at once.
"""
TO_CONFIRM = "A second administrator is needed"
TO_CONFIRM_BODY = """{by} asks that the second step of {person} be reset: confirm it, or not.

Speak with the person yourself first. Then open {address}
"""


def ask_reset(person: User, *, how_known: str, by: User, at: datetime) -> FactorReset:
    """Ask that another administrator take the second step of `person` away.

    `how_known`: how `by` made sure that it is them. What was asked a week ago and never confirmed
    gives way. The person is told.

    :raises Refused: for oneself, for who has none, or while one waits
    """
    what = f"asked to reset the second step of {person}"
    with refusals_in_words(FactorReset), audit.change(by=by, what=what):
        if not Authenticator.objects.filter(user=person).exists():
            raise Refused(f"{person} has no second step.")
        lapsed = FactorReset.objects.filter(person=person, confirmed_at=None, withdrawn_at=None)
        lapsed.filter(asked_at__lte=at - STANDS_FOR).update(withdrawn_at=at, withdrawn_by=by)
        asked = FactorReset.objects.create(
            person=person, how_known=how_known, asked_by=by, asked_at=at
        )
        body = ASKED_BODY.format(by=by)
        write_to(person, key=f"reset {asked.pk} asked", title=ASKED, body=body, at=at)
        return asked


def tell_others(reset: FactorReset, others: list[User], *, address: str, at: datetime) -> None:
    """Write to each of the administrators who may confirm."""
    whole = f"{settings.ADDRESS.rstrip('/')}{address}"
    body = TO_CONFIRM_BODY.format(by=reset.asked_by, person=reset.person, address=whole)
    for other in others:
        write_to(other, key=f"reset {reset.pk} waits", title=TO_CONFIRM, body=body, at=at)


def confirm_reset(reset: FactorReset, *, by: User, at: datetime) -> bool:
    """Take the second step away, end the person's sessions, tell them; False if it was done.

    :raises Refused: by who asked, by the person, withdrawn, or asked more than a week ago
    """
    what = f"reset the second step of {reset.person}"
    with refusals_in_words(FactorReset), audit.change(by=by, what=what):
        reset = FactorReset.objects.select_for_update(of=["self"]).get(pk=reset.pk)
        if reset.confirmed_at is not None:
            return False
        if reset.withdrawn_at is None and reset.asked_at <= at - STANDS_FOR:
            raise Refused("That was asked more than a week ago. Ask anew.")
        FactorReset.objects.filter(pk=reset.pk).update(confirmed_by=by, confirmed_at=at)
        Authenticator.objects.filter(user=reset.person).delete()
        end_sessions(reset.person)
        key = f"reset {reset.pk} done"
        write_to(reset.person, key=key, title=DONE, body=DONE_BODY, at=at)
        return True


def withdraw_reset(reset: FactorReset, *, by: User, at: datetime) -> None:
    """Take back what was asked; withdrawn already, it stays so.

    :raises Refused: it was confirmed meanwhile
    """
    what = f"withdrew the reset of the second step of {reset.person}"
    with refusals_in_words(FactorReset), audit.change(by=by, what=what):
        waiting = FactorReset.objects.filter(pk=reset.pk, withdrawn_at=None)
        waiting.update(withdrawn_by=by, withdrawn_at=at)
