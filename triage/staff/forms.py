"""Forms for accounts and for the second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from staff.roles import ROLES
from staff.totp import Checked, Outcome

# Django's own classes take no type arguments; only its stubs know them.
if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm


class CodeForm(forms.Form):
    """The six digits that an authenticator app shows."""

    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("Code"),
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
        error_messages={"invalid": _("The code is six digits.")},
    )

    def __init__(self, data: Any = None) -> None:
        # Apps show the digits in groups; people type them so.
        if data is not None and "code" in data:
            data = {"code": "".join(data["code"].split())}
        super().__init__(data)

    def refuse(self, outcome: Outcome) -> None:
        """Says why the code was not taken."""
        if outcome.checked is Checked.TOO_SOON:
            words = ngettext(
                "There were wrong codes before. Wait %(number)d second, then type a new code.",
                "There were wrong codes before. Wait %(number)d seconds, then type a new code.",
                outcome.seconds,
            ) % {"number": outcome.seconds}
        else:
            words = gettext(
                "That code is wrong, too old or used already. Wait for the next one and type it."
            )
        self.add_error("code", words)


class AccountForm(UserForm):
    """An account as administrators see it: no password, and one role."""

    role = forms.ModelChoiceField(
        Group.objects.filter(name__in=ROLES),
        label=_("Role"),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_(
            "Trainees only practise, with made-up cases. Workers answer children. "
            "Supervisors also see every case, decide on it, and see the statistics. "
            "Administrators care for accounts and see no case."
        ),
    )

    class Meta:
        model = User
        fields = ("username", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["role"] = self.instance.groups.filter(name__in=ROLES).first()

    def clean_username(self) -> str:
        """Refuses a name that differs from another only by capitals: the trail must be clear."""
        name: str = self.cleaned_data["username"]
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("There is an account of this name. Choose another name."))
        return name
