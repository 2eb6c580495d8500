from django.db import migrations, models


class Migration(migrations.Migration):
    """第几次报送 was called a round, a word that 报送期 needs."""

    dependencies = [
        ('tasks', '0005_programme_stand_in_office'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='filing', name='filing_round_once'),
        migrations.RenameField(model_name='filing', old_name='round', new_name='nth'),
        migrations.AlterModelOptions(
            name='filing',
            options={'ordering': ['plan_id', 'nth'], 'verbose_name': '报送', 'verbose_name_plural': '报送'},
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(fields=('plan', 'nth'), name='filing_nth_once'),
        ),
    ]
