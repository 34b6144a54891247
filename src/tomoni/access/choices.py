"""Levels, bases, needs and audiences."""

from enum import IntEnum

from django.db import models


class Level(IntEnum):
    """How much of a dossier is open. CARD: name, kana, birth, number and the team to ask, nothing else."""

    NONE = 0
    CARD = 1
    READ = 2
    WRITE = 3


class Basis(models.TextChoices):
    """Why somebody has access; access ends with its basis."""

    RESPONSIBLE = "responsible", "担当"
    TEAM = "team", "チーム"
    MEETING = "meeting", "会議"
    CONSENT = "consent", "同意"
    LAW = "law", "法令"
    SELF = "self", "本人・保護者"
    BREAK_GLASS = "break_glass", "緊急閲覧"


SHARED = (Basis.MEETING, Basis.CONSENT, Basis.LAW, Basis.SELF, Basis.BREAK_GLASS)


class Need(models.TextChoices):
    """What somebody wants to do with a dossier."""

    CARD = "card", "名前を見る"
    READ = "read", "読む"
    WRITE = "write", "書く"
    DECIDE = "decide", "決定する"
    LETTER = "letter", "文書を出す"
    REVEAL = "reveal", "秘匿情報を表示する"
    SEAL = "seal", "封をする"


class Audience(models.TextChoices):
    """Who sits before the screen; side-by-side mode is another viewer, not a flag in a template."""

    STAFF = "staff", "職員"
    FAMILY = "family", "家族"
    CHILD = "child", "こども"
    AGENCY = "agency", "関係機関"


class Emergency(models.TextChoices):
    """Categories of break-glass."""

    SAFETY = "safety", "こどもの安全のため急いで確かめる"
    CALL = "call", "家族・本人からの電話に今答える"
    COVER = "cover", "担当の不在・夜間休日の代わり"
    OTHER = "other", "その他"
