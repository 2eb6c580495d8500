"""What is filed was filed under the office the plan is assigned to: 分办 ended with filing until now."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    plans = apps.get_model("tasks", "Plan").objects.exclude(filing=None).exclude(office=None)
    filed = plans.filter(filing=OuterRef("pk")).values("office")[:1]
    filings = apps.get_model("tasks", "Filing").objects.filter(pk__in=plans.values("filing"))
    filings.update(office=Subquery(filed))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0021_contact_changes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
