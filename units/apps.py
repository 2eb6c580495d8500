from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "单位与账号"

    def ready(self) -> None:
        from units import receivers
        from units.navigation import Page, register
        from units.roles import Role
        from units.triggers import append_only

        receivers.connect()
        register(
            Page("系统管理", "admin:index", frozenset({Role.ADMINISTRATOR})),
            Page("审计日志", "audit", frozenset({Role.AUDITOR})),
        )
        append_only(self, "units_auditentry")
