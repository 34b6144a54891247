"""The kinds of statement of an assessment, and the doors to them."""

from tomoni.assessment import actions, forms
from tomoni.assessment.models import Fit, Need, Strength, Supporter, View, Wish
from tomoni.cases.telling import Kind, Telling, same

WHO = ("person", "organisation", "told_by")
KINDS = {
    "wish": Kind("願い", forms.WishForm, Wish, actions.wish, same("person", "text"), names=("person",)),
    "need": Kind(
        "ニーズ",
        forms.NeedForm,
        Need,
        actions.add_need,
        {**same("kind", "person", "wished", "picture", "doing"), "now_is": "now"},
        names=("person",),
    ),
    "strength": Kind(
        "強み・資源",
        forms.StrengthForm,
        Strength,
        actions.note_strength,
        same("kind", "time", "name", "text", *WHO),
        names=WHO,
    ),
    "supporter": Kind(
        "続くつながり",
        forms.SupporterForm,
        Supporter,
        actions.name_supporter,
        same("kind", "child", "name", "text", *WHO),
        names=("child", *WHO),
    ),
    "view": Kind(
        "見方",
        forms.ViewForm,
        View,
        actions.give_view,
        same("person", "text", "scale"),
        "need__case",
        ("person",),
    ),
    "fit": Kind(
        "結びつき",
        forms.FitForm,
        Fit,
        actions.fit,
        same("strength", "adjustment", "text"),
        "need__case",
        ("strength",),
        door="強み・資源を結ぶ",
    ),
}
OF_CASE, OF_NEED = ("wish", "need", "strength", "supporter"), ("view", "fit")
TELLING = Telling("assessment", KINDS, "アセスメント")
