"""The four roles. Views ask for the role itself; the permissions are for Django's admin."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PERMISSIONS = {
    "trainee": (),
    "worker": (),
    "supervisor": (),
    "administrator": (
        ("auth", "user", ("add", "change", "view")),
        ("auth", "group", ("view",)),
        ("axes", "accessattempt", ("view",)),
        ("auditlog", "logentry", ("view",)),
    ),
}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the groups, and the permissions: Django makes those only after all migrations."""
    del schema_editor
    kinds = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    groups = apps.get_model("auth", "Group").objects
    for role, granted in PERMISSIONS.items():
        group, _ = groups.get_or_create(name=role)
        for app, model, actions in granted:
            kind, _ = kinds.get_or_create(app_label=app, model=model)
            for action in actions:
                permission, _ = permissions.get_or_create(
                    content_type=kind,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    """Going back leaves the groups: people may be in them."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
