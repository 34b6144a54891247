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

# What somebody who wears the hat finds, for the cards of the demo people.
SEES = {
    Role.PRACTITIONER: "担当する家庭の記録を書き、プランを家族と一緒につくります。",
    Role.MATERNAL_HEALTH: "妊娠中から乳幼児期の家庭の記録を書き、健診や訪問につなげます。",
    Role.COORDINATOR: "センター全体の受付と会議をまとめ、緊急閲覧を確かめます。",
    Role.HEAD: "すべての家庭を見渡し、大切な決定をします。",
    Role.CLERK: "名簿と発送文書を扱います。記録の中身は見えません。",
    Role.ADVISER: "招かれた会議の間だけ、その家庭の資料を読みます。",
    Role.AGENCY: "頼まれたことに答え、様子を知らせます。ほかの記録は見えません。",
    Role.FAMILY: "自分の家庭のプランと、自分のことばを見ます。",
    Role.CHILD: "自分のことを、自分のことばで書きます。",
    Role.GUIDANCE_CENTRE: "共有された家庭の記録だけを読みます。",
    Role.PREFECTURE: "人数などの集計だけを見ます。",
    Role.ADMIN: "利用者と設定を管理します。家庭の記録は一切見えません。",
}
