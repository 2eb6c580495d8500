"""The first account of a new installation; all others are made in its pages."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from units.accounts import create_account
from units.roles import Role


class Command(BaseCommand):
    help = "建立一个系统管理员账号，并显示其初始密码（只显示一次）"

    def add_arguments(self, parser) -> None:
        parser.add_argument("username", help="登录名")
        parser.add_argument("full_name", help="姓名")

    def handle(self, *, username: str, full_name: str, **options) -> None:
        try:
            user, password = create_account(username=username, full_name=full_name, role=Role.ADMINISTRATOR)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        expires = user.first_password_expires_at
        self.stdout.write(f"已建立系统管理员 {user}，登录名 {user.username}")
        self.stdout.write(f"初始密码：{password}（{expires:%Y-%m-%d} 前首次登录有效，登录后须修改）")
