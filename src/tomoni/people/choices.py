"""Kinds used in tables about persons."""

from django.db import models


class Sex(models.TextChoices):
    """As the family says it; asked only where it is needed."""

    FEMALE = "female", "女"
    MALE = "male", "男"
    OTHER = "other", "その他"
    UNKNOWN = "unknown", "不明"


class NameKind(models.TextChoices):
    """Why a person has another name."""

    FORMER = "former", "旧姓・旧名"
    COMMON = "common", "通称"
    FOREIGN = "foreign", "外国語表記"
    NICKNAME = "nickname", "呼び名"


class PointKind(models.TextChoices):
    """Ways to reach a person."""

    MOBILE = "mobile", "携帯電話"
    HOME = "home", "自宅電話"
    WORK = "work", "勤務先"
    MAIL = "mail", "メール"
    OTHER = "other", "その他"


class AddressKind(models.TextChoices):
    """Registered is not always where one lives."""

    LIVES = "lives", "住んでいる所"
    REGISTERED = "registered", "住民票"
    STAYS = "stays", "一時的な居所"


class ProtectionKind(models.TextChoices):
    """Why address and telephone are hidden."""

    SUPPORT_MEASURE = "support_measure", "DV等支援措置（住民基本台帳）"
    REQUEST = "request", "本人の申し出"
    LEGAL = "legal", "法令・命令による非開示"
