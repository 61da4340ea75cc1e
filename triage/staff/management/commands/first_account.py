"""`manage.py first_account NAME`: the first administrator."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from staff import links
from staff.roles import ADMINISTRATOR


class Command(BaseCommand):
    """Makes the account and prints the link where its owner chooses the password."""

    help = "Makes the first administrator and prints a one-time link to choose the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account's name, and where the application is reached."""
        parser.add_argument("name", help="the name to log in with")
        parser.add_argument("--site", default="http://localhost:5006", help="where staff log in")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses where there is an administrator already."""
        del args
        # Locks the role, so that two of these commands cannot both find nobody in it.
        role = Group.objects.select_for_update().get(name=ADMINISTRATOR)
        if first := User.objects.filter(groups=role).first():
            raise CommandError(
                f"There is an administrator already: {first}. They invite others under Settings. "
                f"If their link is lost or too old: manage.py new_link {first}"
            )
        user = User(username=options["name"])
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(f"This name can't be used: {' '.join(error.messages)}") from error
        user.save()
        user.groups.add(role)
        self.stdout.write(
            f"Open this link within a day to choose the password of {user}; it works once:\n\n"
            f"    {links.make_link(user, options['site'])}\n"
        )
