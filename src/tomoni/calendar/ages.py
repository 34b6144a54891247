"""Ages: completed years and months between a birth and a day."""

from datetime import date


def years(birth: date, on: date) -> int:
    """Completed years, as shown on the birthday; who is born on 29 February turns a year older on 1 March.

    In law an age is reached at the end of the day before (年齢計算ニ関スル法律; 民法143条2項): who counts by law,
    as ``school.py`` does, asks for the following day.
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def months(birth: date, on: date) -> int:
    """Completed months, counted in the same way."""
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def wording(birth: date, on: date) -> str:
    """The age as people say it: 生後12日, 7か月, 1歳6か月, 8歳; months are told until the third birthday."""
    if on < birth:
        return "出生前"
    completed = months(birth, on)
    if completed == 0:
        return f"生後{(on - birth).days}日"
    if completed < 12:
        return f"{completed}か月"
    return f"{completed // 12}歳{completed % 12}か月" if completed < 36 else f"{years(birth, on)}歳"
