"""The posts a person can hold."""

from django.db import models


class Role(models.TextChoices):
    """What a post is for; the access matrix has one row for each."""

    PRACTITIONER = "practitioner", "実践者（こども家庭相談）"
    MATERNAL_HEALTH = "maternal_health", "実践者（母子保健）"
    COORDINATOR = "coordinator", "統括支援員"
    HEAD = "head", "センター長"
    CLERK = "clerk", "事務"
    ADVISER = "adviser", "アドバイザー・コーディネーター"
    AGENCY = "agency", "関係機関"
    FAMILY = "family", "家族"
    CHILD = "child", "こども"
    GUIDANCE_CENTRE = "guidance_centre", "児童相談所"
    PREFECTURE = "prefecture", "都道府県"
    ADMIN = "admin", "システム管理者"


STAFF = frozenset({Role.PRACTITIONER, Role.MATERNAL_HEALTH, Role.COORDINATOR, Role.HEAD, Role.CLERK})
FAMILY = frozenset({Role.FAMILY, Role.CHILD})
