from django.db import migrations

SHARED = ("dispute_held", "suspense")  # made here, so that no two bookings wait for one another to make them


def forwards(apps, schema_editor):
    Account = apps.get_model("ledger", "Account")
    for key in SHARED:
        Account.objects.get_or_create(key=key, defaults={"kind": key})


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_accounts_of_disputes_and_unmatched_transfers")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
