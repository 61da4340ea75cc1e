"""`manage.py new_link NAME`: for an administrator who is alone and can't log in any more."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff import links


class Command(BaseCommand):
    """Makes password and second factor of an account void and prints a new one-time link."""

    help = "Lets an account begin anew: prints a one-time link; the second factor is set up again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account's name, and where the application is reached."""
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("--site", default="http://localhost:5006", help="where staff log in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses for an account that isn't there or is off."""
        del args
        user = User.objects.filter(username=options["name"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account of the name {options['name']}.")
        self.stdout.write(
            f"Open this link within a day to choose the password of {user}; it works once. "
            f"The old password and the old second factor are void:\n\n"
            f"    {links.start_anew(user, options['site'])}\n"
        )
