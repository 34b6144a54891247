"""Why something was found."""

from django.db import models


class Reason(models.TextChoices):
    """Which of the stored texts a search met."""

    NAME = "name", "名前・よみ"
    NUMBER = "number", "番号"
    PHONE = "phone", "電話"
    ADDRESS = "address", "住所"
    HIDDEN = "hidden", "秘匿の連絡先"
