"""Names for benchmark data, put together at random: common ones often, rare ones seldom. They are nobody's."""

from random import Random

# Written form and reading by turns, the most frequent first.
_SURNAMES = """
佐藤 サトウ 鈴木 スズキ 高橋 タカハシ 田中 タナカ 伊藤 イトウ 渡辺 ワタナベ 山本 ヤマモト 中村 ナカムラ 小林 コバヤシ 加藤 カトウ
吉田 ヨシダ 山田 ヤマダ 佐々木 ササキ 山口 ヤマグチ 松本 マツモト 井上 イノウエ 木村 キムラ 林 ハヤシ 斎藤 サイトウ 清水 シミズ
山崎 ヤマザキ 森 モリ 池田 イケダ 橋本 ハシモト 阿部 アベ 石川 イシカワ 山下 ヤマシタ 中島 ナカジマ 石井 イシイ 小川 オガワ
前田 マエダ 岡田 オカダ 長谷川 ハセガワ 藤田 フジタ 後藤 ゴトウ 近藤 コンドウ 村上 ムラカミ 遠藤 エンドウ 青木 アオキ 坂本 サカモト
斉藤 サイトウ 福田 フクダ 太田 オオタ 西村 ニシムラ 藤井 フジイ 金子 カネコ 岡本 オカモト 藤原 フジワラ 三浦 ミウラ 中野 ナカノ
中川 ナカガワ 原田 ハラダ 松田 マツダ 竹内 タケウチ 小野 オノ 田村 タムラ 中山 ナカヤマ 和田 ワダ 石田 イシダ 森田 モリタ
渡邊 ワタナベ 渡邉 ワタナベ 髙橋 タカハシ 齋藤 サイトウ 山﨑 ヤマザキ 大野 オオノ 菅原 スガワラ 千葉 チバ 菊地 キクチ 菊池 キクチ
早坂 ハヤサカ 庄子 ショウジ 相澤 アイザワ 櫻井 サクライ 濱田 ハマダ 島田 シマダ 大友 オオトモ 氏家 ウジイエ 櫛引 クシビキ 鹿又 カノマタ
𠮷田 ヨシダ 廣瀬 ヒロセ 栁澤 ヤナギサワ 冨岡 トミオカ 關口 セキグチ 黑澤 クロサワ 兒玉 コダマ 鹽谷 シオヤ 德永 トクナガ 眞壁 マカベ
"""
_GIVEN = """
陽葵 ヒマリ 蓮 レン 結衣 ユイ 湊 ミナト 葵 アオイ 陽翔 ハルト 凛 リン 樹 イツキ 紬 ツムギ 律 リツ 美咲 ミサキ 大翔 ヒロト
さくら サクラ 悠真 ユウマ 結菜 ユイナ 蒼 アオイ 花子 ハナコ 翔太 ショウタ 愛 アイ 健太 ケンタ 由美 ユミ 大輔 ダイスケ 恵子 ケイコ 誠 マコト
陽子 ヨウコ 浩 ヒロシ 久美子 クミコ 隆 タカシ 智子 トモコ 直樹 ナオキ 真由美 マユミ 和也 カズヤ 裕子 ユウコ 翼 ツバサ 幸子 サチコ 剛 ツヨシ
ひなた ヒナタ 颯太 ソウタ 美桜 ミオ 朝陽 アサヒ 莉子 リコ 駿 シュン 心春 コハル 一郎 イチロウ 菜々子 ナナコ 光 ヒカル 千尋 チヒロ 薫 カオル
優 ユウ 真理 マリ 美穂 ミホ 純 ジュン 明 アキラ 桃子 モモコ 澪 ミオ 海斗 カイト 彩 アヤ 拓海 タクミ 楓 カエデ 仁 ジン
"""
_FOREIGN = """
Nguyễn|Thị|Lan グエン|ティ|ラン Maria|Santos マリア|サントス 王|芳 ワン|ファン Kim|Minji キム|ミンジ
Sita|Gurung シタ|グルン Carlos|Silva カルロス|シルバ Trần|Văn|Minh チャン|ヴァン|ミン 李|娜 リ|ナ
"""
_TOWNS = "本町 中央 港町 緑ケ丘 旭町 桜台 新町 川原町 松ケ崎 東浜 西浜 北山 南原 若葉台 大橋 栄町"

Pair = tuple[str, str]


def _pairs(listed: str) -> list[Pair]:
    words = [word.replace("|", " ") for word in listed.split()]
    return list(zip(words[::2], words[1::2], strict=True))


SURNAMES, GIVEN, FOREIGN = _pairs(_SURNAMES), _pairs(_GIVEN), _pairs(_FOREIGN)


def drawn(chance: Random, listed: list[Pair]) -> Pair:
    """One of the names; the rank decides how often (Zipf's law, flattened at its top)."""
    weights = [1 / (rank + 6) for rank in range(len(listed))]
    return chance.choices(listed, weights)[0]


def person(chance: Random, surname: Pair) -> Pair:
    """Name and reading of a member of that family, now and then of one that writes its name otherwise."""
    if chance.random() < 0.03:
        return chance.choice(FOREIGN)
    given = drawn(chance, GIVEN)
    return f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}"


def address(chance: Random) -> str:
    """Somewhere in the invented town."""
    place = chance.choice(_TOWNS.split())
    return f"計測町{place}{chance.randint(1, 6)}丁目{chance.randint(1, 40)}番{chance.randint(1, 30)}号"


def mobile(chance: Random) -> str:
    """Eleven digits with hyphens."""
    return f"0{chance.choice('789')}0-{chance.randint(0, 9999):04}-{chance.randint(0, 9999):04}"
