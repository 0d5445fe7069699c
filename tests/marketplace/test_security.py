"""What guards every page."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/chung-nhan/?q=%00m%E1%BA%ADt", "/tim-kiem/?q=ong%00", "/diem-ban/?province=%00"])
def test_a_nul_in_a_question_is_not_heard(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/chung-nhan/MH%00/", "/tinh/%00/", "/don-hang/OC%00/"])
def test_a_nul_in_an_address_leads_nowhere(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/gio-hang/ma-giam-gia/", "/gio-hang/them/"])
def test_a_nul_in_a_form_is_not_heard(client, path):
    assert client.post(path, {"code": "TET\0", "product": "1\0"}).status_code in (302, 404, 422)


def test_nobody_may_frame_a_page(client):
    assert client.get("/gio-hang/")["X-Frame-Options"] == "DENY"
