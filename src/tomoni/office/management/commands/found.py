"""``tomoni found``: a municipality and its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError, ProgrammingError

from tomoni.office.actions import add_administrator, found
from tomoni.office.rules import as_username

NOT_READY = "データベースの用意ができていません。先に tomoni setup を実行してください。"
NEXT = """{name}（{code}）に、管理者 {username} を登録しました。

再設定コード：{secret}

24時間以内に、ログインの画面の「再設定コードを受け取った人」から使い、パスワードを決めてください。
このコードはもう表示できません。"""


class Command(BaseCommand):
    """Found on a database without a demo; or add an administrator to what was founded."""

    help = "自治体と最初の管理者を登録し、一度だけ使える再設定コードを表示する"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which municipality, and who."""
        parser.add_argument(
            "--code", required=True, help="全国地方公共団体コード（検査数字まで6けた。例 011002）"
        )
        parser.add_argument("--admin", required=True, help="管理者の利用者名（半角の英字と数字。例 ogata）")
        parser.add_argument("--name", required=True, help='管理者の氏名（例 "緒方 誠"）')
        parser.add_argument("--kana", default="", help='管理者のふりがな（例 "おがた まこと"）')
        parser.add_argument(
            "--another",
            action="store_true",
            help="登録してある自治体に、管理者をもう一人加える",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Found, and show the code this once."""
        act = add_administrator if options["another"] else found
        try:
            place, secret = act(
                code=options["code"].strip(),
                username=options["admin"],
                name=options["name"],
                name_kana=options["kana"],
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"{NOT_READY}（{error}）") from None
        told = {
            "name": place.name,
            "code": place.code,
            "username": as_username(options["admin"]),
            "secret": secret,
        }
        self.stdout.write(NEXT.format(**told))
