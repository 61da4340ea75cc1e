"""What staff enter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.validators import RegexValidator

from cases import categories
from cases.choices import ACTIONS, OUTCOMES
from cases.incoming import LONGEST_TEXT
from cases.models import Case
from cases.work import name_of
from staff.roles import SUPERVISOR, WORKER

# Django's own class takes no type argument; only its stubs know one.
if TYPE_CHECKING:
    UserField = forms.ModelChoiceField[User]
else:
    UserField = forms.ModelChoiceField

NOTHING = [("", "Not chosen yet")]


class NamedForm(forms.Form):
    """Its fields' ids begin with its name, so that several forms stand on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class RecordForm(NamedForm):
    """What a case was about, and what was done."""

    category = forms.ChoiceField(required=False)
    action = forms.ChoiceField(required=False, label="Action taken", choices=[*NOTHING, *ACTIONS])
    outcome = forms.ChoiceField(required=False, choices=[*NOTHING, *OUTCOMES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [*NOTHING, *categories.choices()]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, case: Case) -> RecordForm:
        """The form with what the case's record holds."""
        names = ("category", "action", "outcome")
        return cls(initial={name: getattr(case, name) for name in names})


class NoteForm(NamedForm):
    """A note for colleagues."""

    text = forms.CharField(
        label="New note", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class WriteForm(NamedForm):
    """What a worker says to the child. The key makes a second try the same message."""

    key = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(re.compile(r"^[A-Za-z0-9-]{16,64}\Z"))]
    )
    text = forms.CharField(
        label="Write to the child",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class ColleagueField(UserField):
    """A select of colleagues by their names."""

    def label_from_instance(self, obj: User) -> str:
        """The name that colleagues know."""
        return name_of(obj)


class HandOnForm(NamedForm):
    """Who is to have the case."""

    colleague = ColleagueField(queryset=User.objects.none(), empty_label=NOTHING[0][1])

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(is_active=True, groups__name__in=(WORKER, SUPERVISOR))
            .exclude(case=case)
            .order_by("username")
            .distinct()
        )
