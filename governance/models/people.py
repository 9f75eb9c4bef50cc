"""Who: organisations, people, the offices they hold and for whom they answer."""

from datetime import date
from typing import Any, Self

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from governance.models.laws import no_loop
from governance.models.records import Record, Span, kept, runs_on

HIDDEN = "Hidden: who said it took back the consent to show their words."
YOUNG_PERSON = "Young people’s representative"


@kept()
class Organisation(Record, Span):
    """A partner: a council and its directorates, an NHS body, a school, a charity."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    note = models.TextField(blank=True)
    nominations_to = models.EmailField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_is_its_own",
                violation_error_message="An organisation of that name is there already.",
            ),
        ]
        triggers = [no_loop(name="organisation_parents_form_no_loop")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the organisation's page."""
        return f"/organisations/{self.slug}/"

    @property
    def called(self) -> str:
        """The name used in a table: the short one where there is one."""
        return self.short_name or self.name


class UserManager(BaseUserManager["User"]):
    """Makes people; only those with a password can sign in."""

    def create_user(self, email: str | None, password: str | None = None, **rest: Any) -> "User":
        """Save and return a person; without a password the account cannot be signed in to."""
        user = self.model(email=self.normalize_email(email).lower() if email else None, **rest)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user


# When somebody was last here is no change of the person.
@kept(exclude=["password", "last_login"])
class User(AbstractBaseUser, Record):
    """A person, known by post. May exist without being able to sign in."""

    email = models.EmailField("e-mail address", null=True, blank=True, unique=True)
    post = models.CharField(max_length=200)
    distinction = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people"
    )
    supporter = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supported"
    )
    is_young = models.BooleanField("under 18", default=False)
    consent_on = models.DateField("consent to show words given on", null=True, blank=True)
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("system administrator", default=False)
    left_on = models.DateField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    remembered: dict[Any, Any]  # what one request found out about the person (`scope.once`)
    asked_on: date | None = None  # the day whose rights are asked for, where not today's

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["post"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="email_belongs_to_one_person",
                violation_error_message="Somebody has that e-mail address already.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "post", "distinction"],
                name="post_tells_people_of_an_organisation_apart",
                violation_error_message="Add a word that tells the two posts apart.",
            ),
            models.CheckConstraint(
                name="young_person_has_no_shown_name",
                condition=Q(is_young=False) | Q(name="", supporter__isnull=False),
                violation_error_message="A person under 18 has a supporter and no shown name.",
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_was_given",
                condition=Q(consent_withdrawn_on=None)
                | Q(consent_on__isnull=False, consent_on__lte=F("consent_withdrawn_on")),
                violation_error_message="Consent is withdrawn on or after the day it was given.",
            ),
            models.CheckConstraint(
                name="supporter_is_somebody_else",
                condition=Q(supporter=None) | ~Q(supporter=F("id")),
                violation_error_message="Nobody is their own supporter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.distinction})" if self.distinction else self.post

    @property
    def called(self) -> str:
        """How a person is shown: by post, and nothing more of someone under 18."""
        return YOUNG_PERSON if self.is_young else str(self)

    @property
    def reader(self) -> "User | None":
        """Who reads what is written to them: of somebody under 18 their supporter."""
        return self.supporter if self.is_young else self

    @property
    def has_hidden_words(self) -> bool:
        """Whether consent to show their words was withdrawn; it is kept only of those under 18."""
        return self.is_young and self.consent_withdrawn_on is not None

    def shown(self, words: str) -> str:
        """Return their words as others read them: hidden once consent is withdrawn."""
        return HIDDEN if self.has_hidden_words else words

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Say whether the rules of the portal allow `perm` on `obj`; suspended: as the public."""
        return bool(rules.has_perm(perm, self, obj))

    def has_module_perms(self, app_label: str) -> bool:
        """Say no: there is no Django admin here."""
        return False


class DatedQuerySet(models.QuerySet[Any]):
    """Dated facts, asked for by day."""

    def on(self, day: date) -> Self:
        """Return those that run on `day`; the last day is the day before `ends_on`."""
        return self.filter(runs_on(day))


@kept()
class Office(Record, Span):
    """What a person is charged with besides any seat, for one board or the whole partnership."""

    class Kind(models.TextChoices):
        PARTNERSHIP_OFFICER = "partnership_officer", "partnership officer"
        SCRUTINY_OFFICER = "scrutiny_officer", "scrutiny officer"
        DATA_APPROVER = "data_approver", "data approver"
        MEMBERSHIP_ADMINISTRATOR = "membership_administrator", "membership administrator"
        ASSISTANT = "assistant", "assistant"

    person = models.ForeignKey(User, models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    board = models.ForeignKey(
        "governance.Board", models.PROTECT, null=True, blank=True, related_name="offices"
    )
    assists = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assistants"
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="assistant_names_whom_they_assist",
                condition=Q(kind="assistant", assists__isnull=False)
                | (~Q(kind="assistant") & Q(assists__isnull=True)),
                violation_error_message="Say whom the assistant assists.",
            ),
            models.CheckConstraint(
                name="assistant_assists_somebody_else",
                condition=Q(assists=None) | ~Q(assists=F("person")),
                violation_error_message="Nobody is their own assistant.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@kept()
class Respondent(Record, Span):
    """Who answers for an organisation on a board."""

    person = models.ForeignKey(User, models.PROTECT, related_name="answers_for")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="respondents")
    board = models.ForeignKey("governance.Board", models.PROTECT, related_name="respondents")

    objects = DatedQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                name="respondent_stands_once",
                fields=["person", "organisation", "board", "starts_on"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.organisation}"
