from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "单位与账号"

    def ready(self) -> None:
        from units import receivers
        from units.triggers import append_only

        receivers.connect()
        append_only(self, "units_auditentry")
