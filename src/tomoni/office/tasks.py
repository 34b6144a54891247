"""Once a day: what is long over is swept, and families are not left without somebody who leads.

The sweeps stand at the edge because the swept folders know nothing of daily work.
"""

from datetime import date, timedelta

from django.urls import reverse

from tomoni.access.actions import inherit_seal
from tomoni.access.matrix import SEALERS
from tomoni.access.queries import unkept
from tomoni.access.viewer import Viewer
from tomoni.accounts import actions as accounts
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import Day, today
from tomoni.drafts import actions as drafts
from tomoni.jobs.actions import keep_told, notify, take_statistics
from tomoni.jobs.daily import daily
from tomoni.journal.actions import append
from tomoni.office.queries import leads_who_leave, who_assigns
from tomoni.tenancy.models import Municipality

LEAVES = "lead_leaves"
SEAL = "seal_passed_on"
INHERITED = "封を解ける職員がみな職を離れたため、封を引き継ぎました。開けられる職員を見直してください。"
AHEAD = timedelta(days=30)  # a hand-over needs a visit together


@daily("sessions that are over")
def sweep_sessions(_: Municipality) -> None:
    """Rows of sessions long over. They belong to no municipality: after the first there is nothing left to do."""
    accounts.sweep()


@daily("old numbers of forms")
def sweep_submissions(_: Municipality) -> None:
    """Numbers of forms sent so long ago that nobody goes back to them."""
    drafts.sweep()


@daily("statistics of the database")
def look_over_tables(_: Municipality) -> None:
    """SQLite plans by statistics that somebody has to take; PostgreSQL takes its own."""
    take_statistics()


@daily("leads who leave")
def tell_of_leaving(_: Municipality) -> None:
    """Tell those who assign whose cases need another lead, a month ahead; what was settled is put away."""
    texts = {_text(post) for post in leads_who_leave(today() + AHEAD)}
    keep_told(who_assigns(), kind=LEAVES, texts=texts, path=reverse("desk:caseload"))


@daily("seals nobody can take off")
def pass_seals_on(municipality: Municipality) -> None:
    """A seal whose keepers have all left passes to the head, or to the coordinator where there is none, who is told. The
    journal says that nobody asked for it.
    """
    able = Post.objects.on(today()).filter(municipality=municipality, role__in=SEALERS).select_related("user")
    heirs = sorted(able.order_by("pk"), key=lambda post: post.role != Role.HEAD)
    for seal in unkept() if heirs else ():
        inherit_seal(Viewer.wearing(heirs[0]), seal=seal)
        append(
            municipality.pk,
            [{"by": [None, None], "kind": "office", "what": "pass_seal_on", "post": heirs[0].pk}],
        )
        notify(heirs[:1], about=seal.dossier, kind=SEAL, text=INHERITED, path=reverse("desk:emergencies"))


def _text(post: Post) -> str:
    until: date | None = post.until
    when = f"職は{Day(until).japanese()}まで" if until and post.user.is_active else "利用を止めています"
    return f"{post.user.name}さん（{when}）が主担当のケースに、新しい主担当が必要です。"
