"""``tomoni practice_publish <pack>/r<N>``: from now on this revision never changes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tomoni.practice import revisions, shelf
from tomoni.practice.reading import ContentError


class Command(BaseCommand):
    """Publishes a revision of a practice model."""

    help = "実践モデルの版を公開します。公開した版の内容は、変えられなくなります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One revision."""
        parser.add_argument("key", metavar="実践モデル/版", help="例: kodomo-katei-2026-03/r1")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        """Check the revision as a whole, then remember its digest."""
        key = options["key"]
        try:
            shelf.load(key)
            practice = shelf.place(key)
            fresh = revisions.publish(practice, key, shelf.files(practice / key))
        except KeyError as error:
            known = "、".join(pack.key for pack in shelf.packs())
            raise CommandError(f"{key} がありません。いまあるのは {known} です。") from error
        except ContentError as error:
            raise CommandError(str(error)) from error
        done = "を公開しました" if fresh else "はすでに公開されています"
        self.stdout.write(f"{key} {done}（{practice / 'revisions.json'}）。")
