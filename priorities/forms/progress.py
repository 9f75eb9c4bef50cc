"""The sponsor's quarter: three boxes and a rating, an issue with its ask, a piece of evidence."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.editing import StaleEdit
from governance.forms import Plain
from priorities.models import DeliveryAction, EvidenceItem, Issue, ProgressUpdate, Rating
from priorities.progress import WorkedOut, is_better

POINTS = "A line a point."


class ReportForm(Plain, forms.ModelForm):
    """The three boxes and the rating typed."""

    BOXES = ("action_taken", "evidence", "still_to_do")

    rating = forms.ChoiceField(
        label="How does the priority stand?",
        choices=Rating.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signing: WorkedOut | None = None, **kwargs: Any) -> None:
        """Take the boxes; for `signing` ask for what a sign-off over that rating needs, too."""
        super().__init__(*args, **kwargs)
        self.signing = signing

    class Meta:
        model = ProgressUpdate
        fields = ("action_taken", "evidence", "still_to_do", "rating", "rating_reason")
        labels = {
            "action_taken": "Action taken",
            "evidence": "Evidence of impact",
            "still_to_do": "Still to do",
            "rating_reason": "Why it is better than worked out",
        }
        help_texts = {"action_taken": POINTS, "evidence": POINTS, "still_to_do": POINTS}
        widgets = {"rating_reason": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        """Ask who signs how the priority stands, and why it is better than worked out."""
        said: dict[str, Any] = super().clean() or {}
        if self.signing is None:
            return said
        rating = said.get("rating", "")
        if not rating:
            self.add_error("rating", "Say how the priority stands")
        elif is_better(rating, self.signing.rating) and not said.get("rating_reason"):
            self.add_error("rating_reason", "Say why it is better than worked out")
        return said

    def values(self) -> dict[str, Any]:
        """Return the clean values as the report's columns."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def show_theirs(self, stale: StaleEdit) -> None:
        """Keep what was typed, say what was saved first, and let the next save through."""
        for each in stale.conflicts:
            who = each.by or "A colleague"
            self.add_error(each.name, f"{who} saved meanwhile: {each.theirs_shown or 'nothing'}")
        typed = {name: self.data.get(name, "") for name in self.Meta.fields}
        self.data = {**typed, "version": str(stale.row.version)}


class IssueForm(Plain, forms.ModelForm):
    """What may delay or limit, what follows, and what the board is asked."""

    class Meta:
        model = Issue
        fields = ("what", "consequence", "ask", "action")
        labels = {
            "what": "What may delay or limit it",
            "consequence": "What follows if nothing is done",
            "ask": "What the board is asked",
            "action": "Which action it is about",
        }
        error_messages = {"what": {"required": "Write what may delay or limit it"}}
        widgets = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("what", "consequence", "ask")
        }

    def __init__(self, *args: Any, actions: "QuerySet[DeliveryAction]", **kwargs: Any) -> None:
        """Offer `actions` to tie the issue to."""
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        field.queryset = actions  # type: ignore[attr-defined]
        field.empty_label = "The priority as a whole"  # type: ignore[attr-defined]
        field.label_from_instance = _numbered  # type: ignore[attr-defined]


class EvidenceForm(Plain, forms.ModelForm):
    """One claim of impact and what it rests on."""

    class Meta:
        model = EvidenceItem
        fields = ("text", "kind")
        labels = {"text": "What shows that it helps", "kind": "Kind of evidence"}
        error_messages = {"text": {"required": "Write what shows that it helps"}}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


def _numbered(action: DeliveryAction) -> str:
    return f"{action.number}. {action.title}"
