

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0046_warnings_seen'),
    ]

    operations = [
        migrations.AlterField(
            model_name='planevent',
            name='action',
            field=models.CharField(choices=[('file', '报送'), ('enter', '代录'), ('correct', '更正报送'), ('withdraw', '撤回'), ('undo_correction', '撤回更正'), ('start_check', '开始核对'), ('return', '退回修改'), ('accept', '核对无误'), ('revise', '修订'), ('give_up', '放弃修订'), ('take_back', '撤回核收'), ('undo_accept', '撤销核收')], max_length=20, verbose_name='动作'),
        ),
    ]
