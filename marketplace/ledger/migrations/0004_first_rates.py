from datetime import date

from django.db import migrations

DECREE = "Nghị định 117/2025/NĐ-CP: hộ kinh doanh bán hàng hóa"
RATES = (  # of, seller, since, basis points, source
    ("fee", "", date(2025, 1, 1), 500, "Biểu phí của sàn"),
    ("vat", "household", date(2025, 7, 1), 100, DECREE),
    ("pit", "household", date(2025, 7, 1), 50, DECREE),
)
SHARED = (  # made here, so that no two bookings wait for one another to make them
    "stripe_clearing", "bank", "cod_receivable", "platform_fee_income", "shipping_clearing", "tax_withheld:vat",
    "tax_withheld:pit", "promotion_cost", "provider_fees", "refunds_payable", "dispute_loss",
)  # fmt: skip


def forwards(apps, schema_editor):
    Rate, Account = apps.get_model("ledger", "Rate"), apps.get_model("ledger", "Account")
    for of, seller, since, points, source in RATES:
        Rate.objects.create(of=of, seller=seller, since=since, basis_points=points, source=source)
    for key in SHARED:
        Account.objects.get_or_create(key=key, defaults={"kind": key.partition(":")[0]})


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_rates_and_payouts")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
