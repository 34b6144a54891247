from collections.abc import Callable
from pathlib import Path

import pytest

from tools import opened

Tree = Callable[[dict[str, str]], Path]
MODELS = {
    "src/tomoni/cases/models.py": "class Case(DossierModel):\n    pass\n",
    "src/tomoni/access/models.py": "class DossierModel(TenantModel):\n    pass\n",
    "src/tomoni/tenancy/models.py": "class TenantModel(Model):\n    pass\n\nclass Municipality(Model):\n    pass\n",
}
OUTSIDE = "outside models, queries and actions"


@pytest.mark.parametrize("line", ["Case.objects.all()", "Case.objects.filter(a=1).exists()", "show(Case.objects)",
                                  "self.model._base_manager.get(pk=1)", "f(viewer.visible_to(x), Case.objects.count())"])  # fmt: skip
@pytest.mark.parametrize("role", ["queries", "actions"])
def test_a_tenants_rows_need_a_door_everywhere(tree: Tree, role: str, line: str) -> None:
    found = opened.problems(tree(MODELS | {f"src/tomoni/cases/{role}.py": f"{line}\n"}))
    assert [text.split(" ", 1)[1] for text in found] == [
        ("Case.objects" if "Case" in line else "._base_manager")
        + " without visible_to(viewer) or for_system(reason)"
    ]


@pytest.mark.parametrize("line", ["Case.objects.visible_to(viewer).filter(a=1)", "Case.objects.for_system('night').count()",
                                  "Case.objects.create(a=1)", "Municipality.objects.get(code='1')"])  # fmt: skip
def test_doors_new_rows_and_plain_models_pass(tree: Tree, line: str) -> None:
    source = f"from tomoni.tenancy.models import Municipality\n{line}\n"
    assert opened.problems(tree(MODELS | {"src/tomoni/cases/queries.py": source})) == []


def test_models_of_other_packages_have_no_tenant(tree: Tree) -> None:
    source = "from allauth.mfa.models import Authenticator\nAuthenticator.objects.filter(user=1)\n"
    assert opened.problems(tree({"src/tomoni/accounts/queries.py": source})) == []


@pytest.mark.parametrize(("line", "said"), [
    ("Case.objects.visible_to(viewer)", f".objects {OUTSIDE}: ask a query"),
    ("Subquery(rows)", f"Subquery() {OUTSIDE}"),
    ("connection.cursor()", f"cursor() {OUTSIDE}"),
    ("family.members.for_system('quick')", f"for_system() {OUTSIDE}"),
    ("rows.unshown('quick')", f"unshown() {OUTSIDE}"),
    ("QuerySet(Case)", "QuerySet() passes both doors: begin with Model.objects"),
    ("rows.raw('SELECT 1')", f"raw() {OUTSIDE}"),
    ("rows.filter(case__family__name='x')", f"lookup case__family__name {OUTSIDE}"),
    ("rows.order_by('-person__kana')", f"lookup -person__kana {OUTSIDE}"),
    ("Q(person__born__lte=day)", f"lookup person__born__lte {OUTSIDE}"),
])  # fmt: skip
def test_views_ask_queries(tree: Tree, line: str, said: str) -> None:
    assert opened.problems(tree({"src/tomoni/cases/views.py": f"{line}\n"})) == [
        f"src/tomoni/cases/views.py:1 {said}"
    ]


@pytest.mark.parametrize(
    "line", ["rows.filter(due_at__date__lte=day)", "rows.order_by('-due_at')", "words.get('a__b')"]
)
def test_a_column_of_ones_own_is_no_crossing(tree: Tree, line: str) -> None:
    assert opened.problems(tree({"src/tomoni/cases/views.py": f"{line}\n"})) == []


def test_the_machinery_asks_for_rows_of_no_tenant_and_pages_do_not(tree: Tree) -> None:
    source = (
        "from tomoni.tenancy.models import Municipality\nMunicipality.objects.count()\nCase.objects.count()\n"
    )
    places = ("jobs/daily.py", "jobs/views.py", "cases/exports.py")
    assert opened.problems(tree(MODELS | {f"src/tomoni/{place}": source for place in places})) == [
        "src/tomoni/cases/exports.py:2 .objects outside models, queries and actions: ask a query",
        "src/tomoni/cases/exports.py:3 .objects outside models, queries and actions: ask a query",
        "src/tomoni/jobs/daily.py:3 .objects outside models, queries and actions: ask a query",
        "src/tomoni/jobs/views.py:2 .objects outside models, queries and actions: ask a query",
        "src/tomoni/jobs/views.py:3 .objects outside models, queries and actions: ask a query",
    ]


def test_no_query_is_made_past_the_doors(tree: Tree) -> None:
    source = "def everything():\n    return QuerySet(Case).all()\n"
    assert opened.problems(tree({"src/tomoni/cases/queries.py": source})) == [
        "src/tomoni/cases/queries.py:2 QuerySet() passes both doors: begin with Model.objects"
    ]
