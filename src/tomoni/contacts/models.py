"""Records of contact (経過記録): whom, how, when; what was seen and said, each paragraph with its source."""

from django.db import models
from django.db.models import Q

from tomoni.access.events import Event
from tomoni.access.models import DossierModel
from tomoni.access.protected import ProtectedField
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.models import Case
from tomoni.documents.models import StoredFile
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation


class Contact(DossierModel):
    """One contact, noted once for all children it concerned. Plain row, never edited: a correction is a new contact
    that ``corrects`` the old one. Without ``case`` it is a light contact (B10) in the family's dossier.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="contacts")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="contacts")
    at = models.DateTimeField("日時")
    minutes = models.PositiveSmallIntegerField("時間（分）", null=True)
    method = models.CharField("方法", max_length=30)
    place = models.CharField("場所", max_length=30, blank=True)
    purpose = models.CharField("種別", max_length=30, blank=True)
    title = models.CharField("見出し", max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="相手機関"
    )
    agreed = models.TextField("約束したこと", blank=True)
    gained = models.TextField("家族が得たこと（お土産）", blank=True)
    safety_concern = models.BooleanField("こどもがけがをさせられた心配がある", default=False)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")
    language = models.CharField("話したことば", max_length=20, blank=True)
    interpreter = models.CharField("通訳した人", max_length=100, blank=True)
    interpreter_person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="通訳した家族・親族"
    )
    interpreter_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="通訳した機関"
    )
    recorded_at = models.DateTimeField("記録日時", default=now)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name="訂正前"
    )
    correction_reason = models.CharField("訂正の理由", max_length=200, blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "経過記録"
        indexes = [models.Index(fields=["family", "-at"], name="contacts_newest")]
        constraints = [
            models.UniqueConstraint(fields=["corrects"], name="contacts_corrected_once"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.at:%Y-%m-%d}"


class Passage(DossierModel):
    """One paragraph of a contact: fact, quotation or opinion, with its source and whose words. Plain row.

    Exactly one of ``text`` and ``hidden`` is filled; ``topic`` is a prompt of the first interview when it answers one;
    ``good`` marks a small change for the better, however small.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="passages")
    order = models.PositiveSmallIntegerField("並び")
    kind = models.CharField("種類", max_length=20)
    source = models.CharField("出どころ", max_length=20)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれのことば"
    )
    speaker_text = models.CharField("だれのことば（登録のない人）", max_length=100, blank=True)
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれについて"
    )
    topic = models.CharField("話題", max_length=40, blank=True)
    good = models.BooleanField("うれしい変化", default=False)
    text = models.TextField("本文", blank=True)
    hidden = ProtectedField("本文（秘匿）", blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "記録の段落"
        constraints = [
            models.UniqueConstraint(fields=["contact", "order"], name="contacts_passage_order"),
            models.CheckConstraint(condition=Q(text="") ^ Q(hidden=""), name="contacts_passage_one_text"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.hidden)


class Present(DossierModel):
    """A person of the family at a contact: met, seen, heard, alone. Plain row; last seen and last heard come from here."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presences")
    seen = models.BooleanField("姿を見た", default=False)
    heard = models.BooleanField("話を聞いた", default=False)
    alone = models.BooleanField("ひとりで", default=False)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "会った人"
        constraints = [models.UniqueConstraint(fields=["contact", "person"], name="contacts_present_once")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.person_id}"


class CoWorker(DossierModel):
    """Another worker of the centre at a contact, beside its author (C3). Plain row."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="coworkers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "一緒に対応した職員"
        constraints = [models.UniqueConstraint(fields=["contact", "post"], name="contacts_coworker_once")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.post_id}"


class Attachment(Event):
    """A photograph, scan or recording beside a record of contact, made anew from what was brought. An event: what was
    attached by mistake is taken back, and nobody opens it any more.

    ``protected``: opened like a hidden passage, and without a label. Of a photograph of an injury, ``person`` said yes to
    it in the words of ``yes``; ``with_whom`` tells who was there.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="attachments")
    kind = models.CharField("種類", max_length=20)
    label = models.CharField("見出し", max_length=100, blank=True)
    media_type = models.CharField("形式", max_length=40)
    size = models.PositiveIntegerField("大きさ")
    digest = models.CharField("中身のしるし", max_length=64)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    protected = models.BooleanField("秘匿", default=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれのけがか"
    )
    yes = models.TextField("「よい」と言ったことば", blank=True)
    with_whom = models.CharField("その場にいた人", max_length=200, blank=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="添えた人")
    recorded_at = models.DateTimeField("添えた日時", default=now)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "記録に添えたもの"

    def __str__(self) -> str:
        return self.label or codes("attachment_kinds").label(self.kind)


class BodyMark(Event):
    """What was seen, or told, of one place of a person's body (C8): a number on the body chart of a record. An event: never
    edited; what was written by mistake is taken back.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="body_marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="だれの体か")
    region = models.CharField("場所", max_length=40)
    size = models.CharField("大きさ", max_length=60, blank=True)
    colour = models.CharField("色", max_length=60, blank=True)
    shape = models.CharField("形", max_length=100, blank=True)
    words = models.TextField("本人のことば", blank=True)
    seen_by = models.CharField("見た人", max_length=100)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")
    recorded_at = models.DateTimeField("記録日時", default=now)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "けがの図のしるし"

    def __str__(self) -> str:
        found = [f"{each.label}（{each.group}）" for each in codes("body_regions") if each.id == self.region]
        return found[0] if found else self.region
