"""Once a day: what is long over is swept, and families are not left without somebody who leads.

The sweeps stand at the edge because the swept folders know nothing of daily work.
"""

from datetime import date, timedelta

from django.urls import reverse

from tomoni.access.actions import inherit_seal, note_unkept
from tomoni.access.matrix import SEALERS
from tomoni.access.models import Seal
from tomoni.access.queries import keepers_today, may_inherit, unkept
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
PASSED = (
    "封を解ける職員がみな職を離れたため、{}さんが封を引き継ぎました。困ることがあれば、すぐに伝えてください。"
)
LEFT = (
    "あなたが開けられる封を、解ける職員がいなくなりました。7日たつとセンター長か統括支援員に引き継がれます。"
    "困ることがあれば、それまでにシステム管理者に、前の職員の職か利用を元に戻せるか尋ねてください。"
)
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
    """Tell those who assign whose cases need another lead, a month ahead; what was settled is put away. Each is told of
    cases open to them only, the head of what no coordinator is told.
    """
    told = set[str]()
    for post in who_assigns():
        texts = {_text(lead) for lead in leads_who_leave(Viewer.wearing(post), today() + AHEAD)}
        if post.role == Role.HEAD:
            texts -= told
        keep_told(post, kind=LEAVES, texts=texts, path=reverse("desk:caseload"))
        told |= texts


@daily("seals nobody can take off")
def pass_seals_on(municipality: Municipality) -> None:
    """A seal that nobody can take off passes to a later post of who kept it, or after a week to the head, or to the
    coordinator where there is none (decision 0014). The keepers who are left are told, and the family's journal says so.
    """
    for seal in note_unkept():
        notify(keepers_today(seal), about=seal.dossier, kind=SEAL, text=LEFT)
    able = Post.objects.on(today()).filter(municipality=municipality, role__in=SEALERS).select_related("user")
    heirs = sorted(able.order_by("pk"), key=lambda post: post.role != Role.HEAD)
    for seal in list(unkept().select_related("dossier")):
        heir = next((post for post in heirs if may_inherit(post, seal)), None)
        if heir:
            _pass_on(seal, heir)


def _pass_on(seal: Seal, heir: Post) -> None:
    inherit_seal(Viewer.wearing(heir), seal=seal)
    note_unkept()
    dossiers = [seal.dossier_id]
    body = {"by": [None, None], "kind": "office", "what": "pass_seal_on", "post": heir.pk, "seal": seal.pk}
    append(seal.municipality_id, [{**body, "dossiers": dossiers}])
    notify([heir], about=seal.dossier, kind=SEAL, text=INHERITED, path=reverse("desk:emergencies"))
    others = [post for post in keepers_today(seal) if post != heir]
    notify(others, about=seal.dossier, kind=SEAL, text=PASSED.format(heir.user.name))


def _text(post: Post) -> str:
    until: date | None = post.until
    when = f"職は{Day(until).japanese()}まで" if until and post.user.is_active else "利用を止めています"
    return f"{post.user.name}さん（{when}）が主担当のケースに、新しい主担当が必要です。"
