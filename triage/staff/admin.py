"""Settings for administrators: accounts, roles, lock-outs, audit trail, and nothing of a case."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from auditlog.models import LogEntry
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff import links, totp, views
from staff.forms import AccountForm
from staff.roles import ADMINISTRATOR, administrator_required, is_verified, roles_of

# Django's own classes take no type arguments; only its stubs know them.
if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    UserAdmin = admin.ModelAdmin[User]
else:
    AnyAdmin = UserAdmin = admin.ModelAdmin


class Settings(admin.AdminSite):
    """Django's admin behind the application's own log-in with its second factor."""

    site_header = _("Beacon for staff: settings")
    site_title = _("Beacon for staff")
    index_title = _("Accounts and logs")
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody is an administrator, with both factors."""
        return is_verified(request.user) and ADMINISTRATOR in roles_of(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guards each page as the others are: log-in, second factor, or 403."""
        return administrator_required(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one log-in."""
        del request, extra_context
        return redirect("staff:home")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """There is one log-out."""
        del extra_context
        return views.log_out(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """There is one page for one's own password."""
        del request, extra_context
        return redirect("staff:account")


site = Settings(name="admin")


class ReadOnly(AnyAdmin):
    """What administrators look at and nobody changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False


@admin.register(User, site=site)
class AccountAdmin(UserAdmin):
    """Accounts: made with a role and no password. They are turned off, never deleted."""

    form = AccountForm
    fields = ("username", "role", "is_active")
    list_display = ("username", "role", "has_second_factor", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    search_fields = ("username",)
    ordering = ("username",)
    change_form_template = "staff/account_form.html"

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        """The role's name."""
        return ", ".join(sorted(roles_of(user)))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user: User) -> bool:
        """Whether it is set up."""
        return totp.device_of(user) is not None

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Not one's own account: so there is always an administrator."""
        return super().has_change_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: cases and audit trail name the account."""
        del request, obj
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool
    ) -> None:
        """A new account has no password until its owner chooses one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm[User], formsets: Any, change: bool
    ) -> None:
        """Gives the account its role, and no other."""
        super().save_related(request, form, formsets, change)
        form.instance.groups.set([form.cleaned_data["role"]])

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Next, the invitation."""
        del request, post_url_continue
        return redirect("admin:auth_user_link", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        """Adds the page of one-time links."""
        page = self.admin_site.admin_view(self.link)
        return [path("<int:number>/link/", page, name="auth_user_link"), *super().get_urls()]

    def link(self, request: HttpRequest, number: int) -> HttpResponse:
        """Makes a one-time link, resets the second factor if that is asked for, shows it once."""
        user = get_object_or_404(User, pk=number, is_active=True)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        made = ""
        if request.method == "POST":
            make = links.start_anew if "anew" in request.POST else links.make_link
            made = make(user, request.build_absolute_uri("/"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("One-time link"),
            "opts": User._meta,
            "account": user,
            "is_new": not user.has_usable_password(),
            "has_second_factor": self.has_second_factor(user),
            "link": made,
        }
        return TemplateResponse(request, "staff/link.html", context)


@admin.register(Group, site=site)
class RoleAdmin(ReadOnly):
    """The roles, and who has them."""

    fields = list_display = ("name", "members")

    @admin.display(description=_("members"))
    def members(self, role: Group) -> str:
        """The names of the accounts."""
        return ", ".join(role.user_set.order_by("username").values_list("username", flat=True))


@admin.register(AccessAttempt, site=site)
class LockOutAdmin(ReadOnly):
    """Wrong passwords, and who is locked out by them for the moment."""

    fields = list_display = (
        "attempt_time",
        "username",
        "ip_address",
        "failures_since_start",
        "is_locked_out",
    )
    search_fields = ("username", "ip_address")

    @admin.display(description=_("locked out"), boolean=True)
    def is_locked_out(self, attempt: AccessAttempt) -> bool:
        """Whether the limit is reached and the wait is not over."""
        wait = timedelta(hours=settings.AXES_COOLOFF_TIME)
        reached: bool = attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT
        return reached and timezone.now() - attempt.attempt_time < wait


@admin.register(LogEntry, site=site)
class TrailAdmin(ReadOnly):
    """The audit trail: who did what to what, and to which fields.

    It shows no values: they may tell of a case.
    """

    fields = list_display = (
        "timestamp",
        "actor",
        "action",
        "content_type",
        "object_repr",
        "changed_fields",
    )
    list_filter = ("action", "content_type")
    list_select_related = ("actor", "content_type")
    search_fields = ("object_repr", "actor__username")
    date_hierarchy = "timestamp"

    @admin.display(description=_("changed"))
    def changed_fields(self, entry: LogEntry) -> str:
        """The names of the fields."""
        return ", ".join(sorted(entry.changes_dict))
