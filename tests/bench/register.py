"""What the register costs at 20,000 certificates: queries and seconds of its pages, of a revocation, of an import."""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue import ocop
from catalogue.models import Certificate, Place
from marketplace.accounts.models import OFFICER, Office
from marketplace.cms.log import last_cascade
from tests.catalogue.lists import packed, product_row, workbook
from tests.marketplace.cms import in_group
from tests.support.importing import MEGABYTES, SECONDS, imported

TIMES = 7  # each address, the first not counted
ROWS = 5_000
REVOCATION = {"ground": "c", "decision_number": "88/QĐ-UBND", "note": ""}


class Screen(NamedTuple):
    """An address, what it must hold, and how often it may ask the database."""

    name: str
    path: str
    must_hold: str
    most_queries: int
    client: Client


def measured() -> bool:
    """Print every figure; whether one of them is missed."""
    day = localdate()
    certificates = Certificate.objects.in_force(day).filter(product__province__isnull=False)
    print(f"\n{connection.vendor}: the register, {certificates.count():,} certificates in force", flush=True)
    certificate = certificates.select_related("product__province").order_by("pk")[100]
    missed = [cost(screen) for screen in screens(certificate)]
    missed += [revoking(certificates.order_by("-pk")[200]), importing()]
    return any(missed)


def screens(certificate: Certificate) -> list[Screen]:
    visitor, officer = Client(), Client()
    officer.force_login(in_group(OFFICER, level=Office.Level.MINISTRY))
    province, group = certificate.product.province, ocop.GROUPS[ocop.group_of(certificate.product.criteria_set)].slug
    asked = f"state=in_force&star=3&star=4&star=5&group={group}&province={province.slug}"
    word = certificate.product.title.split()[0]
    desk, entry, card = reverse("certificates_desk:index"), 'class="register__entry"', 'class="product-card'
    narrowed = f"province={province.pk}&stars={certificate.stars}&status=in_force&decision_number=QĐ"
    years = f"last_day_from=2020-01-01&last_day_to={certificate.until.isoformat()}"
    return [
        Screen("register", "/chung-nhan/", entry, 8, visitor),
        Screen("register, last page", "/chung-nhan/?page=9999", entry, 8, visitor),
        Screen("register, all filters", f"/chung-nhan/?{asked}&q={word}&sort=stars", entry, 8, visitor),
        Screen("certificate", certificate.get_absolute_url(), certificate.public_id, 8, visitor),
        Screen("list, all filters", f"/san-pham/?{asked}&sort=price", card, 12, visitor),
        Screen("search, all filters", f"/tim-kiem/?{asked}&q={word}", card, 12, visitor),
        Screen("desk", desk, "desk-list", 25, officer),
        Screen("desk, all filters", f"{desk}?{narrowed}&{years}&q={word}", "desk-list", 25, officer),
        Screen("desk, last page", f"{desk}?p=600&ordering=-stars", "desk-list", 25, officer),
        Screen("desk, renewals", reverse("renewals_desk:index"), "desk", 25, officer),
    ]


def cost(screen: Screen) -> bool:
    """Whether the screen asks more often than it may."""
    took, most = [], 0
    for _time in range(TIMES):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = screen.client.get(screen.path)
        took.append(time.perf_counter() - began)
        most = max(most, len(asked))
        if answer.status_code != 200 or screen.must_hold not in answer.content.decode():
            raise SystemExit(f"{screen.path} answers {answer.status_code} without {screen.must_hold}: not timed")
    print(f"{screen.name:24} {most:3} of {screen.most_queries:2} queries, first {took[0]:.2f} s,"
          f" then {median(took[1:]):.3f} s", flush=True)  # fmt: skip
    return most > screen.most_queries


def revoking(certificate: Certificate) -> bool:
    """One click of an officer, with the cascade as the desk shows it. Whether it was refused."""
    officer = Client()
    officer.force_login(in_group(OFFICER, level=Office.Level.MINISTRY if certificate.stars == 5 else "province",
                                 province=None if certificate.stars == 5 else certificate.product.province))  # fmt: skip
    path = reverse("certificates_desk:revoke", args=[certificate.pk])
    officer.get(path)
    began, used = time.perf_counter(), time.process_time()
    officer.post(path, REVOCATION | {"on": localdate().isoformat()})
    seconds, used = time.perf_counter() - began, time.process_time() - used
    certificate.refresh_from_db()
    rows = last_cascade(certificate).data["rows"]
    asking = sum(row[3] for row in rows)
    print(
        f"revoking {seconds:17.2f} s ({used:.2f} s of the processor), asking {len(rows)} channels again {asking:.2f} s"
    )
    for where, before, now, took in sorted(rows, key=lambda row: -row[3])[:4]:
        print(f"    {where}: {before} -> {now}, {took:.3f} s", flush=True)
    return certificate.state != Certificate.State.REVOKED


def importing() -> bool:
    """Whether a list of 5,000 rows takes too long or too much memory, or rows are left out."""
    homes = list(Place.objects.provinces())
    rows = (
        product_row(n, producer=f"HTX Nhập {n // 2}", province=homes[n // 2 % len(homes)].name, code=None)
        for n in range(ROWS)
    )
    with TemporaryDirectory() as folder:
        done = imported(packed(workbook(rows)), Path(folder) / "ca-nuoc.xlsx", "marketplace.settings.dev")
    print(f"import, {done} (goals {SECONDS} s, {MEGABYTES} MB)", flush=True)
    return done.seconds > SECONDS or done.megabytes > MEGABYTES or done.added != ROWS
