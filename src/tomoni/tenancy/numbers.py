"""Running numbers of a municipality: families, cases, referrals."""

from tomoni.tenancy.context import current
from tomoni.tenancy.models import Counter


def next_number(kind: str) -> int:
    """The next number of this kind, from 1. The row is locked until the transaction ends, so no number is given twice."""
    Counter.objects.bulk_create([Counter(municipality=current(), kind=kind)], ignore_conflicts=True)
    counter = Counter.objects.for_system("running number").select_for_update().get(kind=kind)
    counter.last += 1
    counter.save(update_fields=["last"])
    return int(counter.last)
