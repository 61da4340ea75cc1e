"""What somebody who practises enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import RecordForm
from practice.models import LONGEST_TEXT
from practice.script_files import ROUNDS


class SayForm(forms.Form):
    """The next message to the child of the script."""

    number = forms.IntegerField(min_value=1, max_value=ROUNDS, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Write to the child (practice)"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class PracticeRecordForm(RecordForm):
    """The record as in a real case, of which nothing may be left open here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
