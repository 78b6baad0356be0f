"""Grants are asked by `for_user` alone: guardian's own checks know neither of time nor of purpose."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as AuthPermission
from django.db import IntegrityError, transaction
from guardian.models import GroupObjectPermission, UserObjectPermission

from casework.models import CaseFile, CaseTeamGrant, CaseUserGrant, Permission
from consent.actors import acting
from consent.models import Account
from consent.periods import now
from tests.house import tree
from tests.people import Cast

CHECKS = {
    "has_perm", "has_perms", "has_module_perms", "get_all_permissions", "get_group_permissions", "get_user_permissions",
    "get_perms", "get_objects_for_user", "get_objects_for_group", "get_users_with_perms", "assign_perm", "remove_perm",
    "bulk_assign_perm", "ObjectPermissionChecker", "ObjectPermissionBackend", "user_permissions", "is_superuser",
}  # fmt: skip
GRANTS = {"CaseUserGrant", "CaseTeamGrant", "GroupUserGrant", "GroupTeamGrant"}

#: Where the grant tables are named: declared, written in one place, asked in one place, held.
KNOW_GRANTS = {
    "casework/access.py", "casework/assignments.py", "casework/exported.py", "casework/holdings.py",
    "casework/models/__init__.py",
    "casework/models/cases.py", "pathways/groups.py", "pathways/holdings.py", "pathways/models/__init__.py",
    "pathways/models/groups.py",
}  # fmt: skip
FORBID_SUPERUSERS = {"consent/models/accounts.py": {"is_superuser"}}


def names(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def guardian_imports(source: str) -> set[str]:
    return {
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "guardian"
    }


def test_sources__guardians_checks__are_used_nowhere() -> None:
    found = {str(file): CHECKS & set(names(source)) for file, source in tree.python()}
    assert {file: used for file, used in found.items() if used} == FORBID_SUPERUSERS
    assert set(names("account.has_perm('read_casefile', case)")) & CHECKS


def test_sources__guardian__is_imported_by_models_alone() -> None:
    found = {str(file): guardian_imports(source) for file, source in tree.python()}
    assert {file: modules for file, modules in found.items() if modules} == {
        "casework/models/cases.py": {"guardian.models"},
        "pathways/models/groups.py": {"guardian.models"},
    }


def test_sources__grant_tables__are_known_where_they_must_be() -> None:
    found = {file for file, source in tree.python() if GRANTS & set(names(source))}
    assert {str(file) for file in found} - KNOW_GRANTS == set()
    assert {Path(file) for file in KNOW_GRANTS} - found == set()


def test_templates__permissions__are_not_asked() -> None:
    assert [str(file) for file, source in tree.templates() if "perms." in source] == []


def test_generic_tables__after_a_cast_was_assigned__are_empty(cast: Cast) -> None:
    assert CaseUserGrant.objects.count() == 8
    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
    assert not Account.user_permissions.through.objects.exists()


def read(account: Account) -> bool:
    return bool(CaseFile.objects.for_user(account, Permission.READ).exists())


def test_for_user__model_wide_permission__opens_nothing(cast: Cast) -> None:
    """A permission without an object, the account's own or its team's, is no way to any case file."""
    permission = AuthPermission.objects.get(codename=Permission.READ)
    team = Group.objects.create(name="team")
    team.permissions.add(permission)
    cast.sari.groups.add(team)
    cast.sari.user_permissions.add(permission)
    assert not read(cast.sari)


def test_for_user__grant_of_the_team__opens_while_it_lasts(cast: Cast) -> None:
    permission = AuthPermission.objects.get(codename=Permission.READ)
    team = Group.objects.create(name="team")
    cast.sari.groups.add(team)
    grant = CaseTeamGrant.objects.create(group=team, permission=permission, content_object=cast.case)
    assert read(cast.sari)
    grant.until = now()
    grant.save()
    assert not read(cast.sari)


def test_account__superuser__cannot_be_made(cast: Cast) -> None:
    with pytest.raises(PermissionError):
        Account.objects.create_superuser(email="root@example.org", password="x")
    cast.anna.is_superuser = True
    with acting(cast.anna), pytest.raises(IntegrityError), transaction.atomic():
        cast.anna.save()
