"""Every lead there is, in the order in which it came to be known: those designated, else that of the register.

Where the register came to name the first unit after a designation, it was read as if it always had; so it stays.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    get = apps.get_model
    Leading, tasks = get("tasks", "Leading"), get("tasks", "Task").objects
    first = get("tasks", "Responsibility").objects.filter(task=OuterRef("pk"), position=1).values("unit")[:1]
    made = []
    for task in tasks.annotate(named=Subquery(first)).order_by("pk").iterator():
        designations = list(task.designations.order_by("recorded_at", "pk")) if task.own_deadline else []
        for nth, one in enumerate(designations, start=1):
            following = designations[nth].dated_on if nth < len(designations) else None
            made.append(
                Leading(
                    task_id=task.pk,
                    unit_id=one.unit_id,
                    plan_deadline=one.plan_deadline,
                    since=one.dated_on,
                    until=following,
                    recorded_at=one.recorded_at,
                )
            )
        lead = task.named or (None if designations else task.lead_id)
        if lead:
            made.append(Leading(task_id=task.pk, unit_id=lead))
    Leading.objects.bulk_create(made, batch_size=2_000)
    get("tasks", "Filing").objects.update(
        lead=Subquery(tasks.filter(plan=OuterRef("plan")).values("lead")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0025_leading")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
