"""Sessions that know whose they are, so that a person sees their own and ends them.

Django's own way to keep more than the key of a session: a model, and the store that fills it.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Store
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from governance.models import User


class Session(AbstractBaseSession):
    """One browser that is or was signed in, or that a form was shown to."""

    person = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="sessions"
    )

    def __str__(self) -> str:
        return f"session until {self.expire_date:%Y-%m-%d}"  # its key is a secret

    @classmethod
    def get_session_store_class(cls) -> type[Store]:
        """Return what reads and writes these rows."""
        return SessionStore


class SessionStore(Store):
    """Django's own store in the database, which also writes down the person."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to save: its person is who is signed in."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - the model is ours
        row.person_id = data.get(SESSION_KEY)
        return row
