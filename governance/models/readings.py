"""Who read what is kept from the public, and when."""

from django.db import models
from django.db.models import F

from governance.models.laws import append_only
from governance.models.meetings import Meeting
from governance.models.people import User


class HourOf(models.Func):
    """The hour of an instant, by a clock that is never set forward or back."""

    template = "DATE_TRUNC('hour', %(expressions)s AT TIME ZONE 'UTC')"
    output_field = models.DateTimeField()


class ExemptReading(models.Model):
    """A person was given something exempt of a meeting; given again within the hour, once."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="exempt_readings")
    person = models.ForeignKey(User, models.PROTECT, related_name="exempt_readings")
    address = models.CharField(max_length=200)
    what = models.CharField("what was read", max_length=300)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("person"),
                F("address"),
                HourOf(F("read_at")),
                name="exempt_reading_is_noted_once_an_hour",
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"
