"""Log-in in two steps, the link that an account starts with, and the account's own page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as mark_verified
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import links, totp
from staff.forms import CodeForm
from staff.roles import ADMINISTRATOR, TRAINEE, next_step, roles_of, staff_required, way_to


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """Sends everybody to the first page of their role."""
    roles = roles_of(request.user)
    if ADMINISTRATOR in roles:
        return redirect("admin:index")
    is_trainee = roles == {TRAINEE}
    return redirect("practice:queue" if is_trainee else "cases:queue")


class LogIn(LoginView):
    """The first step: name and password."""

    template_name = "staff/log_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; for who has done this step already, what is next."""
        if elsewhere := _elsewhere(request, "log_in"):
            return elsewhere
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The second step, whatever was asked for."""
        return way_to("second_factor", _asked_for(self.request))


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("staff:log_in")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the device that the account has enrolled."""
    if elsewhere := _elsewhere(request, "second_factor"):
        return elsewhere
    device = get_object_or_404(TOTPDevice, user=request.user, confirmed=True)
    return _ask_for_code(request, device, "staff/second_factor.html")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The second step at the first log-in: an app learns the secret and proves that it has it."""
    if elsewhere := _elsewhere(request, "enrol"):
        return elsewhere
    device = totp.device_to_enrol(cast(User, request.user))
    shown = {"picture": totp.picture(device), "secret": totp.secret_words(device)}
    return _ask_for_code(request, device, "staff/enrol.html", shown)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@transaction.atomic
def start(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Where a one-time link leads: its owner chooses a password."""
    user = links.account_of(number, token)
    if user is None:
        return render(request, "staff/link_is_void.html", status=410)
    form = SetPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return render(request, "staff/start.html", {"form": form, "name": user.get_username()})
    form.save()
    logout(request)
    messages.success(request, _("The password is set. Log in with it."))
    return redirect("staff:log_in")


@method_decorator(staff_required, name="dispatch")
class Account(PasswordChangeView):
    """Who is logged in, and a new password for them."""

    template_name = "staff/account.html"
    success_url = reverse_lazy("staff:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the roles."""
        return super().get_context_data(roles=sorted(roles_of(self.request.user)), **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Ends the account's other sessions, and says so."""
        messages.success(
            self.request, _("The password is changed. Your other sessions are logged out.")
        )
        return super().form_valid(form)


def _elsewhere(request: HttpRequest, here: str) -> HttpResponse | None:
    step = next_step(request.user)
    if step == here:
        return None
    asked_for = _asked_for(request)
    return HttpResponseRedirect(
        way_to(step, asked_for) if step else asked_for or reverse("staff:home")
    )


def _asked_for(request: HttpRequest) -> str:
    """The page of this site that the reader wanted; empty for none or for another site."""
    address = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def _ask_for_code(
    request: HttpRequest, device: TOTPDevice, template: str, shown: dict[str, str] | None = None
) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        outcome = totp.check(device, form.cleaned_data["code"])
        if outcome.checked is totp.Checked.RIGHT:
            mark_verified(request, device)
            # More is open to this session from now on: whoever knew its old key must not share it.
            request.session.cycle_key()
            return HttpResponseRedirect(_asked_for(request) or reverse("staff:home"))
        form.refuse(outcome)
    return render(request, template, {"form": form, **(shown or {})})
