from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "zgc_tasks.common"
    label = "common"
    verbose_name = "公共部分"
