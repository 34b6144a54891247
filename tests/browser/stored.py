"""What is stored of the family whose label is in the environment: printed as JSON, run inside an installation."""

import json
import os
import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q

from tomoni.access.models import Dossier
from tomoni.accounts.models import User
from tomoni.calendar import TOKYO, Day, today
from tomoni.families.models import Family
from tomoni.journal.models import Entry
from tomoni.journal.queries import verify
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

NUMBERS, REFS = re.compile(r"\d{4}-(\d{4}|\d\d-\d\d)|令和(\d+|元)年\d+月\d+日"), re.compile(r":[0-9a-f-]{36}")
# Keys, what ties a row to its dossier, and what differs from run to run.
ASIDE = {"id", "ref", "municipality", "dossier", "number", "source", "pack", "family", "case", "recorded_at"}
LATELY = timedelta(days=500)


def said(row: Any) -> dict[str, str]:
    """What a row says, where it says something."""
    values = {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in ASIDE}
    return {name: plain(value) for name, value in values.items() if value not in {None, "", False}}


def plain(value: Any) -> str:
    """Days counted from today, rows by what they are called, without what differs from run to run."""
    if isinstance(value, datetime):
        value = value.astimezone(TOKYO).date()
    if isinstance(value, Day) and value.date and value.date > today() - LATELY:
        value = value.date
    if isinstance(value, date):
        return f"{(value - today()).days:+d}d"
    # References first: some have eight digits in a row like a number.
    return NUMBERS.sub("*", REFS.sub("", str(value)))


def told(label: str) -> dict[str, Any]:
    """Rows by table, and which posts the journal says to have written to which table."""
    town = Municipality.objects.get()
    with tenant(town):
        family = [row for row in Family.objects.for_system("test") if row.label == label][-1]
        ours = Q(pk=family.dossier_id) | Q(within=family.dossier_id)
        dossiers = list(Dossier.objects.for_system("test").filter(ours).values_list("pk", flat=True))
        found = {}
        for model in apps.get_models():
            if hasattr(model, "dossier") and model._meta.app_label != "search":  # the index says nothing new
                rows = model.objects.for_system("test").filter(dossier__in=dossiers).order_by("pk")
                found[model._meta.label_lower] = [said(row) for row in rows]
        entries = [json.loads(entry.body) for entry in Entry.objects.order_by("pk")]
        ours_written = (e for e in entries if e["kind"] == "write" and set(e["dossiers"]) & set(dossiers))
        names = dict(User.objects.values_list("pk", "username"))
        acts = Counter(f"{names[entry['by'][0]]} {entry['what']}" for entry in ours_written)
        return {"rows": found, "acts": acts, "journal": verify(town.pk).as_dict()}


print(json.dumps(told(os.environ["FAMILY"]), ensure_ascii=False))  # noqa: T201
