"""What containers and load balancers ask, inside the house."""

import pytest
from django.db import OperationalError, connection


def test_a_living_process_says_so_by_any_host_name_without_a_query(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/livez", headers={"host": "10.0.0.7"})

    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.django_db
def test_a_process_with_its_database_may_get_traffic(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_process_without_its_database_gets_no_traffic(client, monkeypatch):
    def unreachable():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", unreachable)

    assert client.get("/readyz").status_code == 503
