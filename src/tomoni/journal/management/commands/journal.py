"""``tomoni journal verify`` and ``tomoni journal anchor``."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tomoni.journal import anchors
from tomoni.journal.queries import Verdict, verify
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality


class Command(BaseCommand):
    """Hold the chain against its anchors, or write today's anchor."""

    help = "記録簿の検証（verify）と、データベースの外に残す控えの作成（anchor）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, for whom, and how to print it."""
        parser.add_argument("what", choices=["verify", "anchor"])
        parser.add_argument("--code", help="全国地方公共団体コード（省略時はすべての自治体）")
        parser.add_argument("--json", action="store_true", help="JSONで出力する")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run for one or all municipalities; a chain that does not hold ends with exit code 1."""
        found = Municipality.objects.order_by("code")
        if options["code"] and not (found := found.filter(code=options["code"])):
            raise CommandError(
                f"全国地方公共団体コード {options['code']} の自治体はありません。コードを確かめてください。"
            )
        if options["what"] == "anchor":
            return self._anchor(list(found))
        verdicts = {m.code: self._verify(m) for m in found}
        self._print(verdicts, options["json"])
        if not all(verdict.ok for verdict in verdicts.values()):
            raise CommandError(
                "記録簿に合わない箇所があります。データベースを止めずに控えを取り、管理者に連絡してください。"
            )
        return None

    def _anchor(self, municipalities: list[Municipality]) -> None:
        for municipality in municipalities:
            with tenant(municipality):
                anchor = anchors.write(settings.TOMONI_ANCHOR_DIR, municipality.code, municipality.pk)
            self.stdout.write(f"{municipality.code} {anchor.day} {anchor.seq} {anchor.hash}")

    def _verify(self, municipality: Municipality) -> Verdict:
        try:
            kept = anchors.read(settings.TOMONI_ANCHOR_DIR, municipality.code)
        except anchors.DamagedAnchor as error:
            raise CommandError(str(error)) from error
        with tenant(municipality):
            return verify(municipality.pk, kept)

    def _print(self, verdicts: dict[str, Verdict], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_total(verdicts)))
            return
        for code, verdict in verdicts.items():
            state = "正しい" if verdict.ok else f"{verdict.first_bad}番目から合わない"
            state += (
                ""
                if verdict.anchors
                else "（控えがないため、書き直しは見つけられません。控えの場所を確かめてください）"
            )
            self.stdout.write(f"{code}: {verdict.entries:,}件 {state}")


def _total(verdicts: dict[str, Verdict]) -> dict[str, Any]:
    """One object for all chains: entries in all, whether all hold, and the first that does not."""
    bad = [verdict.first_bad for verdict in verdicts.values() if not verdict.ok]
    return {
        "entries": sum(verdict.entries for verdict in verdicts.values()),
        "ok": not bad,
        "first_bad": bad[0] if bad else None,
        "municipalities": {code: verdict.as_dict() for code, verdict in verdicts.items()},
    }
