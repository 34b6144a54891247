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

# What somebody who wears the hat finds today, for the cards of the demo people.
NOTHING_YET = "記録が共有されるまでは、何も見えません。"
SEES = {
    Role.PRACTITIONER: "担当する家庭の記録を書き、プランを家族と一緒につくります。",
    Role.MATERNAL_HEALTH: "妊娠中から乳幼児期の家庭の記録を書き、健診や訪問につなげます。",
    Role.COORDINATOR: "センター全体の受付と会議をまとめ、緊急閲覧を確かめます。",
    Role.HEAD: "すべての家庭を見渡し、大切な決定をします。",
    Role.CLERK: "名簿と発送文書を扱います。記録の中身は見えません。",
    Role.ADVISER: "会議や助言に招かれた人の入口です。" + NOTHING_YET,
    Role.AGENCY: "お願いを受けた機関の入口です。" + NOTHING_YET,
    Role.FAMILY: "家族の入口です。プランとことばを一緒に見る画面は、これから加わります。",
    Role.CHILD: "こどもの入口です。自分のことばで書ける画面は、これから加わります。",
    Role.GUIDANCE_CENTRE: "児童相談所の入口です。" + NOTHING_YET,
    Role.PREFECTURE: "県の入口です。集計の画面は、これから加わります。",
    Role.ADMIN: "利用者と設定を管理します。家庭の記録は一切見えません。",
}
