"""Passwords that anybody here would guess: made of the words of the place."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

# Words that stand on every page of a partnership.
WORDS = (
    *("alliance", "board", "borough", "child", "children", "council", "demo", "education"),
    *("families", "family", "health", "improvement", "learning", "local", "member", "partners"),
    *("partnership", "password", "people", "plan", "portal", "school", "schools", "strategic"),
    *("together", "trust", "welcome", "young", "youth"),
)
SHORTEST_OF_ONE_S_OWN = 6  # letters that must be left when the words of the place are gone


class LocalWordsValidator:
    """Refuses a password in which little is left besides words of the place and figures."""

    def validate(self, password: str, user: object = None) -> None:
        """Look at a password without case, figures and signs.

        :raises ValidationError: it is made of words of the place
        """
        here = re.findall(r"[a-z]+", f"{settings.PLACE} {settings.PARTNERSHIP}".lower())
        left = "".join(re.findall(r"[a-z]+", password.lower()))
        met = False
        for word in sorted({*WORDS, *here}, key=len, reverse=True):
            if len(word) > len("and"):
                met = met or word in left
                left = left.replace(word, "")
        if met and len(left) < SHORTEST_OF_ONE_S_OWN:
            raise ValidationError(self.get_help_text(), code="password_of_local_words")

    def get_help_text(self) -> str:
        """Say what is not taken."""
        return "Words of this place and partnership are guessed first. Add words of your own."
