"""Personal data is found in every disguise, at its place, and clean text stays clean. All is invented."""

import hashlib

import pytest
from gongkai.personal import PersonalKind, Trace, find, looks_like_name, mask
from gongkai.personal.skimming import may_tell
from hypothesis import given
from hypothesis import strategies as st

# No region has a code that begins with 99, so nobody has these numbers. The check characters are right.
IDENTITY = "99010119900307100X"
OTHER_IDENTITY = "990101199003071237"
MOBILE = "13800001234"
CARD = "6200000000000000000"


def seen(text: str) -> list[tuple[PersonalKind, str, bool]]:
    """What a close reading finds; a quick look must have stopped at it wherever it is certain."""
    found = find(text)
    assert may_tell(text) or not any(trace.certain for trace in found)
    return [(trace.kind, text[trace.start : trace.end], trace.certain) for trace in found]


@pytest.mark.parametrize(
    "written",
    [
        IDENTITY,
        IDENTITY.lower(),
        OTHER_IDENTITY,
        "990101 19900307 100X",
        "990101-19900307-100X",
        "9901 0119 9003 0710 0X",
        "990101.19900307.1237",
        " ".join(IDENTITY),
        "".join(chr(ord(character) + 0xFEE0) for character in IDENTITY),
        "\u200b".join(IDENTITY),
        "990101\u00ad19900307\ufeff100\u2060X",
        "".join(f"&#{ord(character)};" for character in IDENTITY),
        "".join(f"&#x{ord(character):X};" for character in IDENTITY),
        "".join(f"&amp;#{ord(character)};" for character in IDENTITY),
        "".join(f"%{ord(character):02x}" for character in IDENTITY),
        "".join(f"\\u{ord(character):04x}" for character in IDENTITY),
        "".join(f"\\u0026#{ord(character)};" for character in IDENTITY),
        "&#8203;".join(OTHER_IDENTITY),
        "990101&nbsp;19900307&nbsp;1237",
        "990101\n19900307\n1237",
        "990101199003\n07100X",
        "990101/19900307/100X",
        "990101、19900307、1237",
        "\u202e".join(OTHER_IDENTITY),
        "\u2066".join(OTHER_IDENTITY),
        "⑨⑨⓪①⓪①①⑨⑨⓪⓪③⓪⑦①②③⑦",
        "".join(chr(0x1D7CE + int(digit)) for digit in OTHER_IDENTITY),
        "99010119900307100×",
        "99010119900307100Х",  # the Cyrillic letter
    ],
)
def test_identity_number_is_seen_through_every_disguise(written: str) -> None:
    """The trace covers exactly what was written, whatever stands between or for the digits."""
    assert seen(f"证件：{written}。") == [(PersonalKind.identity, written, True)]


@pytest.mark.parametrize(
    "written",
    [
        "990101199003071230",  # the check digit should be 7
        "990101-19900307-1230",
        "990101199003071000",  # Excel keeps fifteen digits; the check character was X
        "990101199003****23",
        "990101********0123",
        "9.90101199003071E+17",
        "九九零一零一一九九零零三零七一二三七",
        "九九〇一〇一一九九〇〇三〇七一〇〇X",
        "玖玖零壹零壹壹玖玖零零叁零柒壹贰叁柒",
        "9901**19900307**37",
        r"990101\*\*\*\*\*\*\*\*1237",
    ],
)
def test_identity_number_is_suspected_when_it_does_not_check(written: str) -> None:
    """A digit copied wrongly, Excel's rounding or a mask that shows the birthday still give a person away."""
    assert seen(f"证件：{written}。") == [(PersonalKind.identity, written, False)]


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("G990101199003071237", (PersonalKind.pupil, "G990101199003071237", True)),
        ("G990101199003071230", (PersonalKind.pupil, "G990101199003071230", False)),
        ("学籍号：L990101201009051234", (PersonalKind.pupil, "L990101201009051234", True)),
        ("J 990101 20100905 1234 ", (PersonalKind.pupil, "J 990101 20100905 1234", True)),
        ("Ｇ990101199003071237", (PersonalKind.pupil, "Ｇ990101199003071237", True)),
        ("编码 990101900307123", (PersonalKind.old_identity, "990101900307123", False)),
        ("身份证 990101900307123", (PersonalKind.old_identity, "990101900307123", True)),
    ],
)
def test_pupil_and_old_identity_numbers(text: str, trace: tuple[PersonalKind, str, bool]) -> None:
    """A pupil's number is known by its letter, an old number by its birthday and the word before it."""
    assert seen(text) == [trace]


@pytest.mark.parametrize(
    "written",
    [
        MOBILE,
        "138 0000 1234",
        "138-0000-1234",
        "138.0000.1234",
        "138 00001234",
        "1380000 1234",
        "138 000 01234",
        "1 3 8 0 0 0 0 1 2 3 4",
        "+8613800001234",
        "+86 138-0000-1234",
        "008613800001234",
        "１３８００００１２３４",
        "138\u200b0000\u200b1234",
        "138&nbsp;0000&nbsp;1234",
        "%31%33%38%30%30%30%30%31%32%33%34",
        "138%2D0000%2D1234",
        "138(0000)1234",
        "138）0000-1234",
        "1\ufe0f\u20e338\u20600000\ufe0f1234",
        "138 - 0000 - 1234",
        r"138\-0000\-1234",
        "138−0000−1234",
    ],
)
@pytest.mark.parametrize(
    "frame", ["电话：{}。", "{}", '<td data-row="3">{}</td>', "张三,{},语文组", "王某 2026-03-12 {}"]
)
def test_mobile_number_in_every_way_of_writing(written: str, frame: str) -> None:
    """Grouped, prefixed or escaped, a mobile number is found and covered whole."""
    assert seen(frame.format(written)) == [(PersonalKind.mobile, written, True)]


def test_two_mobile_numbers_in_a_row() -> None:
    """Numbers that only a space parts are two."""
    assert seen("13800001234 13900001234") == [
        (PersonalKind.mobile, "13800001234", True),
        (PersonalKind.mobile, "13900001234", True),
    ]


def test_mobile_number_after_a_line_break_of_json() -> None:
    """The n of an escaped line break is not part of a hexadecimal digest."""
    assert seen(r'{"text": "联系\n13800001234\n"}') == [(PersonalKind.mobile, MOBILE, True)]


def test_mobile_number_that_a_spreadsheet_made_a_decimal() -> None:
    """A phone column read as numbers ends in .0: suspected, while an amount with two decimals is money."""
    assert seen("13800001234.0,女") == [(PersonalKind.mobile, MOBILE, False)]
    assert find("13800001234.00,女") == ()


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        (CARD, (PersonalKind.bank_card, CARD, True)),
        ("6200 0000 0000 0000 000", (PersonalKind.bank_card, "6200 0000 0000 0000 000", True)),
        ("6200-0000-0000-0005", (PersonalKind.bank_card, "6200-0000-0000-0005", True)),
        ("4000000000001232", (PersonalKind.bank_card, "4000000000001232", False)),
        ("卡号 4000000000001232", (PersonalKind.bank_card, "4000000000001232", True)),
        ("开户行：某银行，账号 6200000000000000001", (PersonalKind.bank_card, "6200000000000000001", False)),
    ],
)
def test_bank_cards(text: str, trace: tuple[PersonalKind, str, bool]) -> None:
    """Prefix and check digit make a card; words such as 账号 settle the doubtful ones."""
    assert seen(text) == [trace]


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("护照 E00001234", (PersonalKind.passport, "E00001234", True)),
        ("护照号码为EA0001234。", (PersonalKind.passport, "EA0001234", True)),
        ("台胞证：00001234", (PersonalKind.passport, "00001234", True)),
        ("一三八零零零零一二三四", (PersonalKind.mobile, "一三八零零零零一二三四", False)),
        ("1.3800001234E+10", (PersonalKind.mobile, "1.3800001234E+10", False)),
        ("一九九〇年三月七日出生", (PersonalKind.birthday, "一九九〇年三月七日", True)),
        ("生于一九九〇年三月", (PersonalKind.birthday, "一九九〇年三月", False)),
        ("幺三八〇〇〇〇一二三四", (PersonalKind.mobile, "幺三八〇〇〇〇一二三四", False)),
        ("港澳通行证：C00001234", (PersonalKind.passport, "C00001234", True)),
        ("013800001234", (PersonalKind.mobile, "013800001234", False)),
        ("账户 a13800001234", (PersonalKind.mobile, "13800001234", True)),
        ("13800001234元旦值班", (PersonalKind.mobile, "13800001234", True)),
        ("一三八 零零零零 1234", (PersonalKind.mobile, "一三八 零零零零 1234", False)),
        ("学籍号：2020990101001", (PersonalKind.pupil, "2020990101001", True)),
        ("持E00001234号护照", (PersonalKind.passport, "E00001234", True)),
        ("护照号：e00001234", (PersonalKind.passport, "e00001234", True)),
        ("出生日期：1990 年 3 月 7 日", (PersonalKind.birthday, "1990 年 3 月 7 日", True)),
        ("出　生　日　期：1990-03-07", (PersonalKind.birthday, "1990-03-07", True)),
        ("出生年月：199003", (PersonalKind.birthday, "199003", False)),
        ("1990.3.7生", (PersonalKind.birthday, "1990.3.7", True)),
        ("lin @ example.com", (PersonalKind.email, "lin @ example.com", True)),
        ("lin@example。com", (PersonalKind.email, "lin@example。com", True)),
        ("微 信：lin_tong88", (PersonalKind.messenger, "lin_tong88", True)),
        ("微信（lin_tong88）", (PersonalKind.messenger, "lin_tong88", True)),
        ("微信账号：lin_tong88", (PersonalKind.messenger, "lin_tong88", True)),
        (r"微信：lin\_tong88", (PersonalKind.messenger, r"lin\_tong88", True)),
        ("车辆闽A·00012停放", (PersonalKind.plate, "闽A·00012", True)),
        ("闽AD00012", (PersonalKind.plate, "闽AD00012", True)),
        ("闽AB0C12", (PersonalKind.plate, "闽AB0C12", True)),
        ("出生日期：1990-03-07", (PersonalKind.birthday, "1990-03-07", True)),
        ("出生日期: 19900307", (PersonalKind.birthday, "19900307", True)),
        ("<th>出生日期</th><td>1990/3/7</td>", (PersonalKind.birthday, "1990/3/7", True)),
        ("生于1980年12月1日", (PersonalKind.birthday, "1980年12月1日", True)),
        ("某同志，1975年3月出生", (PersonalKind.birthday, "1975年3月", False)),
        ("1990年3月7日生，汉族", (PersonalKind.birthday, "1990年3月7日", True)),
        ("生日：1990.3.7", (PersonalKind.birthday, "1990.3.7", True)),
        ("学生生日：1990.3.7", (PersonalKind.birthday, "1990.3.7", True)),
        ("学生生于1990年3月7日", (PersonalKind.birthday, "1990年3月7日", True)),
        ("邮箱 lin-tong@example.com。", (PersonalKind.email, "lin-tong@example.com", True)),
        ("lin＠example．com", (PersonalKind.email, "lin＠example．com", True)),
        ("lin&#64;example.com", (PersonalKind.email, "lin&#64;example.com", True)),
        ("lin%40example.com", (PersonalKind.email, "lin%40example.com", True)),
        ("13800001234@example.com", (PersonalKind.email, "13800001234@example.com", True)),
        ("微信：lin_tong88", (PersonalKind.messenger, "lin_tong88", True)),
        ("微信号 lintong", (PersonalKind.messenger, "lintong", True)),
        ("加微信lintong88", (PersonalKind.messenger, "lintong88", False)),
        ("微信：13800001234", (PersonalKind.mobile, "13800001234", True)),
        ("QQ：100001234", (PersonalKind.messenger, "100001234", True)),
        (r"\u5fae\u4fe1\uff1alin_tong88", (PersonalKind.messenger, "lin_tong88", True)),
        ("138**001234", (PersonalKind.mobile, "138**001234", False)),
    ],
)
def test_other_kinds(text: str, trace: tuple[PersonalKind, str, bool]) -> None:
    """Each kind is found where its words or signs stand, and only its own characters are covered."""
    assert seen(text) == [trace]


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("家庭住址：某省某市文化路12号3栋201室", ("某省某市文化路12号3栋201室", True)),
        ("住址: 某镇桃花村12号", ("某镇桃花村12号", True)),
        ("学生住址：某镇桃花村12号", ("某镇桃花村12号", True)),
        ("教室住址：某镇桃花村12号", ("某镇桃花村12号", True)),
        ("住　址：某镇桃花村12号", ("某镇桃花村12号", True)),
        ("通讯地址：某镇桃花村12号", ("某镇桃花村12号", True)),
        ("现住桃花小区3-2-501", ("桃花小区3-2-501", True)),
        ("户籍地址：某镇桃花村三组", ("某镇桃花村三组", True)),
        ("他住在阳光小区3栋2单元501室。", ("阳光小区3栋2单元501室", False)),
        ("文化路88号阳光小区3栋2单元501", ("文化路88号阳光小区3栋2单元501", False)),
        ("地址：某市解放路12号5号楼3单元", ("某市解放路12号5号楼3单元", False)),
    ],
)
def test_addresses(text: str, trace: tuple[str, bool]) -> None:
    """A dwelling is certain where a word says so; a street or estate down to the flat is suspected."""
    assert seen(text) == [(PersonalKind.address, *trace)]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("林同老师因病住院，工会前往慰问。", PersonalKind.health, "林同"),
        ("看望了住院的周禾同志。", PersonalKind.health, "周禾"),
        ("职工沈可确诊后请长假。", PersonalKind.health, "沈可"),
        ("学生段一苇家境困难。", PersonalKind.health, "段一苇"),
        ("欧阳同老师家庭困难。", PersonalKind.health, "欧阳同"),
        ("三年级2班林同获一等奖。", PersonalKind.pupil_name, "林同"),
        ("初一（3）班的林同同学", PersonalKind.pupil_name, "林同"),
        ("林同（三年级2班）", PersonalKind.pupil_name, "林同"),
        ("大一班小朋友周禾", PersonalKind.pupil_name, "周禾"),
        ("林同因患肺炎住院。", PersonalKind.health, "林同"),
        ("| 林同 | 肺癌 | 500.00 |", PersonalKind.health, "林同"),
        ("困难职工：林同", PersonalKind.health, "林同"),
        ("低保户林同、周禾", PersonalKind.health, "林同"),
        ("班级：七（1）班 姓名：林同", PersonalKind.pupil_name, "林同"),
        ("三年二班林同", PersonalKind.pupil_name, "林同"),
        ("2024级3班林同", PersonalKind.pupil_name, "林同"),
        ("701班林同", PersonalKind.pupil_name, "林同"),
        ("七1班林同被评为三好学生", PersonalKind.pupil_name, "林同"),
        ("| 七（1）班 | 沈可 |", PersonalKind.pupil_name, "沈可"),
    ],
)
def test_a_name_beside_illness_hardship_or_a_class(text: str, kind: PersonalKind, name: str) -> None:
    """A name has no shape of its own: beside such words it is suspected, and only the name is covered."""
    assert seen(text) == [(kind, name, False)]


@pytest.mark.parametrize(
    "text",
    [
        "慰问金用于住院治疗和大病救助。",
        "关心患病教职工，安排困难帮扶。",
        "高中学生因病请假的手续",
        "任课老师住院期间由同组教师代课",
        "文科老师残疾证办理",
        "患病住院 12 人次，困难补助 3 人次",
        "林*老师因病住院",
        "王某某因病住院",
        "家庭困难学生资助名单见公示",
        "七年级(1)班班主任",
        "三年级2班 周三值日",
        "高三（1）班 高分率",
        "五年级一班 王同学",
        "班级：三年级2班",
        "六（2）班 许可证",
        "方便残疾同学出入",
        "七年级1班方阵",
        "五年级1班余款",
        "白内障手术",
        "温度低保暖",
        "困难职工：见公示名单",
    ],
)
def test_words_of_illness_or_class_without_a_name(text: str) -> None:
    """Ordinary sentences about illness, help and classes name nobody."""
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("林同", True),
        ("段一苇", True),
        ("欧阳明月", True),
        ("总务处", False),
        ("高中部", False),
        ("管理员", False),
        ("微软用户", False),
        ("Administrator", False),
        ("林老师", False),
        ("金额", False),
        ("王某某", False),
        ("林*", False),
    ],
)
def test_what_looks_like_a_name(text: str, is_name: bool) -> None:
    """A surname with one or two characters, unless it is an office, a word or a name withheld."""
    assert looks_like_name(text) is is_name


@pytest.mark.parametrize(
    "text",
    [
        "索引号 11370323493219886F/2024-5488211",
        "索引号 11500228008652206E/2024-00055",
        "ISBN 978-7-115-13800-3",
        "9787115138003",
        "20260312123045",
        "202603201205221234",
        "1700000000000",
        "13800001234.00 元",
        "13800001234元",
        "13800001234 万元",
        "￥13800001234",
        "{金额: 1234567890123.45}",
        "0512--53611879",
        "0599-5550123",
        "138****1234",
        "138-0000-xxxx",
        "35*************123",
        "6200 **** **** 0000",
        "138000012345678901234567",
        "0.13800001234",
        "2026-03-12 2026-04-10 2026-05-20",
        "1999-12-31 123",
        '<path d="M138 1234 5678 12 34z"/>',
        '<path d="M14 120 300 240l138 1234 5678"/>',
        '<svg viewBox="0 0 1920 1080"/>',
        "viewBox='-190%20-190%205180%205180'",
        ".fa-wechat:before,.fa-weixin:before",
        "550e8400-e29b-41d4-4716-136655440000",
        "e3b0c44298fc1c14a13800001234b41e4649b934ca495991b7852b855",
        "统一社会信用代码 52350100MJ12345678",
        "编号 990101\n日期 20260307\n件数 1237",
        "990101\n19900307\n1230",
        "2025/2026/2027 学年",
        "1.38E+10",
        "1.23456789012345E+17",
        "138\n0000\n1234",
        "二〇二六年三月十二日至二〇二七年一月",
        "一二三四五六七八九十",
        "生日慰问 2026-03-05",
        "3 月生日会 2026-03-12",
        "2024年9月1日生效",
        "1975年出生",
        "微信公众号：example_school",
        "微信小程序",
        "微信：https://example.com",
        "QQ群：100001234",
        "教学楼3栋201室",
        "地点：综合楼 2 单元",
        "学生公寓 3 栋 201 室",
        "中山路校区3栋201室",
        "校址：文化路12号",
        "住址：某省某市某镇",
        "办公室 3 间、教室 12 间",
        "通行证办理 20260312",
        "E00001234",
        "课程代码：13500210101",
        "公示编号 GS13800001234",
        "项目编号 350700202603120001",
        "资产编号：2026031200138",
        "2018年9月1日至2019年8月31日出生的适龄儿童",
        "出生日期在2018年9月1日至2019年8月31日之间",
        "2020年8月31日前出生",
        "通讯地址：某市文化路12号青禾学校",
        "微信：qinghe-school公众号",
        "新A4纸",
        "logo@2x.png",
        "@media (min-width: 1380000px)",
        "git@",
        "",
    ],
)
def test_clean_text_stays_clean(text: str) -> None:
    """What only looks like personal data is left alone, also inside a longer text."""
    assert find(text) == ()
    assert find(f"说明：{text}。") == ()


def test_hexadecimal_digests_stay_clean() -> None:
    """Among thousands of digests some hold eleven digits that could be a phone's; none is reported."""
    digests = "\n".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(5000))
    assert find(digests) == ()


def test_declared_channels_are_allowed() -> None:
    """A number or address that the school declared is no trace, in any way of writing; others still are."""
    text = "监督电话 138-0000-1234，值班 +86 138 0000 1234，校长信箱 Mail@example.com，另有 13900001234"
    allowed = frozenset({MOBILE, "mail@example.com"})
    assert find(text, allowed=allowed) == (Trace(PersonalKind.mobile, text.index("13900001234"), len(text), True),)


def test_mask_names_the_kind_in_place_of_the_datum() -> None:
    """A masked text can be printed: it says what stood there and nothing of it."""
    text = f"林同，{IDENTITY}，电话 138 0000 1234（微信：lin_tong88）"
    assert mask(text) == "林同，［身份证号］，电话 ［手机号］（微信：［微信/QQ号］）"
    assert mask("没有个人信息。") == "没有个人信息。"


PIECES = st.sampled_from(
    (
        *(IDENTITY, MOBILE, CARD, "lin@example.com", "住址：", "文化路12号3栋201室", "QQ", "微信：", "出生"),
        *("1990-03-07", "闽A00012", "&#49;", "%31", "\\u0031", "\u200b", "１", "1", "-", " ", ".", "，"),
        *("室", "**", "abc", "元", "护照", "E00001234", "\\", "&"),
    )
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)


@given(TEXTS)
def test_traces_are_in_order_and_apart(text: str) -> None:
    """Every trace lies within the text, after the one before it, and is never empty."""
    position = 0
    for trace in find(text):
        assert position <= trace.start < trace.end <= len(text)
        position = trace.end


@given(TEXTS)
def test_masked_text_is_clean(text: str) -> None:
    """Nothing is found in a text once it is masked, however its numbers run into each other."""
    assert find(mask(text)) == ()


@given(st.text(alphabet="甲乙，。；（", max_size=20), st.text(alphabet="甲乙，。；（", max_size=20))
def test_a_number_is_found_in_any_chinese_text(before: str, after: str) -> None:
    """Chinese around a number never hides it nor shifts its place."""
    assert find(before + IDENTITY + after) == (
        Trace(PersonalKind.identity, len(before), len(before) + len(IDENTITY), True),
    )
