"""What import-linter cannot see: foreign keys named by a string."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

RANK = {"catalogue": 0, "stories": 1, "outlets": 1, "traceability": 1, "search": 2, "marketplace": 3}


def package(model) -> str:
    return model.__module__.split(".")[0]


def relations():
    """Each relation that one of our models declares to another of our models."""
    for source in apps.get_models():
        for field in source._meta.get_fields():
            target = None if field.auto_created else field.related_model
            if target and {package(source), package(target)} <= RANK.keys():
                yield pytest.param(source, target, id=str(field))


@pytest.mark.parametrize(("source", "target"), list(relations()))
def test_a_relation_stays_in_its_app_or_points_down(source, target):
    if target is get_user_model():
        return  # the user is everyone's

    assert package(source) == package(target) or RANK[package(target)] < RANK[package(source)]
