"""Which weeks the figures are of, and what the charts show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from counts.counting import monday, this_week
from counts.dictionary import dictionary
from counts.groups import KINDS

MOST_WEEKS = 260
_USUAL_WEEKS = 12
_USUAL_MEASURE = "understood"


class WeeksForm(forms.Form):
    """A range of weeks, named by any of their days."""

    first = forms.DateField(
        label=gettext_lazy("From the week of"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("to the week of"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """The Mondays of both weeks, the first not after the last."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        first, last = monday(cleaned["first"]), monday(cleaned["last"])
        if first > last:
            self.add_error("first", gettext("Choose a first week that is not after the last week."))
        elif (last - first).days // 7 >= MOST_WEEKS:
            self.add_error(
                "first", gettext("Choose at most %(most)s weeks.") % {"most": MOST_WEEKS}
            )
        return {**cleaned, "first": first, "last": last}


class StatisticsForm(WeeksForm):
    """The weeks, and what is counted in the charts by group."""

    kind = forms.ChoiceField(label=gettext_lazy("Charts by group count"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = dictionary().kinds
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, kinds[kind].label) for kind in KINDS]


def usual() -> dict[str, Any]:
    """What is shown where nothing is chosen: the present week and those before it."""
    last: date = this_week()
    first = last - timedelta(weeks=_USUAL_WEEKS - 1)
    return {"first": str(first), "last": str(last), "kind": _USUAL_MEASURE}
