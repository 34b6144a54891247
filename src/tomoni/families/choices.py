"""Kinds of relation."""

from django.db import models


class Relation(models.TextChoices):
    """What a member is to the child (or woman) the family was entered for."""

    SELF = "self", "本人"
    MOTHER = "mother", "母"
    FATHER = "father", "父"
    SIBLING = "sibling", "きょうだい"
    PARTNER = "partner", "親のパートナー"
    GRANDMOTHER = "grandmother", "祖母"
    GRANDFATHER = "grandfather", "祖父"
    AUNT_UNCLE = "aunt_uncle", "おば・おじ"
    SPOUSE = "spouse", "配偶者・パートナー"
    CHILD = "child", "子"
    HOUSEMATE = "housemate", "同居人"
    OTHER = "other", "その他"


class UnionKind(models.TextChoices):
    """How two persons are or were together."""

    MARRIED = "married", "婚姻"
    COMMON_LAW = "common_law", "事実婚・同居"
    ENGAGED = "engaged", "婚約"
    PARTNERS = "partners", "交際"


class UnionEnd(models.TextChoices):
    """How it ended, if it did."""

    SEPARATED = "separated", "別居"
    DIVORCED = "divorced", "離婚"
    DIED = "died", "死別"
    ENDED = "ended", "解消"


class ParentKind(models.TextChoices):
    """How somebody is a child's parent."""

    BIRTH = "birth", "実の親"
    ADOPTIVE = "adoptive", "普通養子縁組の親"
    SPECIAL_ADOPTIVE = "special_adoptive", "特別養子縁組の親"
    FOSTER = "foster", "里親"
    STEP = "step", "継親"
    RECOGNISED = "recognised", "認知した父"
    PUTATIVE = "putative", "父と思われる人"
