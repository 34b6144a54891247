"""Forms of the office. What they say of people is checked again by the actions."""

from datetime import date
from typing import Any

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team
from tomoni.calendar import Day, today
from tomoni.office import queries
from tomoni.office.rules import APPOINTED
from tomoni.resources.forms import WholeDayField
from tomoni.ui.forms import Form

PICK = ("", "選んでください")


def first_day() -> Day:
    """What a first or last day begins with."""
    return Day(today())


class TeamField(forms.ChoiceField):
    """A team of the viewer's municipality; cleans to the row, or None when left empty."""

    teams: dict[str, Team]

    def offer(self, viewer: Viewer, nothing: tuple[str, str]) -> None:
        """The teams to choose from; ``nothing`` is said first."""
        self.teams = {str(team.pk): team for team in queries.teams(viewer)}
        self.choices = [nothing, *((key, team.name) for key, team in self.teams.items())]

    def clean(self, value: Any) -> Team | None:
        return self.teams.get(super().clean(value))


class PostForm(Form):
    """Role, team, title and days of a post."""

    role = forms.ChoiceField(label="役割")
    team = TeamField(label="チーム", required=False)
    title = forms.CharField(
        label="職名", max_length=60, required=False, help_text="画面に出る呼び名です（例：主任、保健師）。"
    )
    since = WholeDayField(label="始まりの日", initial=first_day, help_text="例：今日、R9.4.1")
    until = WholeDayField(
        label="終わりの日",
        required=False,
        help_text="決まっていなければ空のままにします。この日までは使えます。",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [PICK, *((role.value, role.label) for role in APPOINTED)]  # type: ignore[attr-defined]
        self.fields["team"].offer(viewer, ("", "なし"))  # type: ignore[attr-defined]


class EnrolForm(PostForm):
    """Somebody new."""

    username = forms.CharField(
        label="利用者名",
        max_length=60,
        help_text="ログインに使います。半角の英字と数字で、あとから変えられません（例：sato）。",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label="氏名", max_length=60)
    name_kana = forms.CharField(label="ふりがな", max_length=120, required=False)
    field_order = ["username", "name", "name_kana"]


class NameForm(Form):
    """The name of a user."""

    name = forms.CharField(label="氏名", max_length=60)
    name_kana = forms.CharField(label="ふりがな", max_length=120, required=False)


class EndForm(Form):
    """Which of a person's posts ends, and its last day."""

    post = forms.ChoiceField(label="終える職", widget=forms.RadioSelect)
    until = WholeDayField(
        label="終わりの日", initial=first_day, help_text="この日までは使えます。例：今日、R9.3.31"
    )

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        field: Any = self.fields["post"]
        field.choices = [(key, _told(post)) for key, post in self.posts.items()]
        if len(posts) == 1:
            field.initial = field.choices[0][0]

    def clean_post(self) -> Post:
        return self.posts[self.cleaned_data["post"]]


class TeamForm(Form):
    """A new team."""

    name = forms.CharField(label="チームの名前", max_length=60, help_text="例：家庭相談係、母子保健係")
    phone = forms.CharField(
        label="電話", max_length=40, required=False, help_text="家族に渡すプランの紙に載ります。"
    )


class ChangeTeamForm(Form):
    """Another name or telephone for a team."""

    team = TeamField(label="チーム")
    name = forms.CharField(
        label="新しい名前", max_length=60, required=False, help_text="変えないときは空のままにします。"
    )
    phone = forms.CharField(
        label="新しい電話", max_length=40, required=False, help_text="変えないときは空のままにします。"
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].offer(viewer, PICK)  # type: ignore[attr-defined]


class SureForm(Form):
    """That somebody is sure."""

    marks = "nothing"
    sure = forms.BooleanField(label="確かめました")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = label


def _told(post: Post) -> str:
    where = f"（{post.team.name}）" if post.team else ""
    until: date | None = post.until
    return f"{post.title or Role(post.role).label}{where}{f'　{Day(until).japanese()}まで' if until else ''}"
