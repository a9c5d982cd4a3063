"""The forty systems (制度) that a school's rules speak of: where each is on the board and what is checked."""

from __future__ import annotations

from gongkai.records.activity import Activity
from gongkai.records.agreement import Agreement
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.decision import Decision
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Execution, Meeting, MeetingType, Power, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.proposal import Progress, Proposal, Review
from gongkai.records.regulation import Regulation
from gongkai.records.welfare import Welfare
from gongkai.views.systems.model import (
    Place,
    System,
    acts,
    archived,
    finances,
    in_catalogue,
    meetings,
    numbered,
    records,
)

_CONGRESS = (MeetingType.CONGRESS, MeetingType.ASSEMBLY)
_PROPOSALS = Place("提案与答复", "proposals/", records(Proposal))
_CONGRESSES = Place("教代会", "meetings/?类型=教代会", meetings(*_CONGRESS), "次")
_SILENCE = Place("公开进度", "silence/")
_FILINGS = Place("备案登记簿", "filings/", numbered)
_INSPECTION = Place("迎检视图", "inspection/", internal=True)
_CHANNELS = Place("各种渠道", "accountability/#channels", lambda register: len(register.school.channels), "个")

SYSTEMS: tuple[System, ...] = (
    System(
        1,
        "条条有答复、件件有回音",
        "提案征集与处理做到条条有答复、件件有回音",
        (_PROPOSALS, Place("意见与回音", "opinions/", records(Opinion)), Place("各件的时钟", "clocks/")),
        ("C01", "C02", "C03", "C04", "C06", "C08", "C70", "C72", "C73"),
    ),
    System(
        2,
        "条条有处理、件件有落实",
        "督促落实，参与由反映问题向解决难题深入",
        (Place("承诺与落实", "promises/", acts(Progress), "次进展"), Place("回头看", "lookback/")),
        ("C07", "C16", "C109", "C110"),
    ),
    System(
        3,
        "提案五步",
        "收集、整理、审议、落实、反馈，每年一次",
        (Place("每件提案的时间线", "proposals/", acts(Review), "件已审查"),),
        ("C05", "C12"),
    ),
    System(
        4,
        "归并立案",
        "征集若干条，梳理归并为若干件，交各部门",
        (Place("历次分流", "statistics/", acts(Review), "件已审查"),),
        ("C14", "C15", "C16", "C17"),
    ),
    System(
        5,
        "征集截止",
        "代表在会前某日写出并上交",
        (
            Place(
                "各次会议的截止日", "meetings/?类型=教代会", records(Meeting, lambda it: it.submission_closed_on), "次"
            ),
        ),
        ("C13",),
    ),
    System(
        6,
        "一箱两栏四会",
        "意见箱；对内、对外公开栏；党政工联席会、教代会、校情发布会、家长联系会（也有三会的）",
        (Place("首页的一箱两栏与各种会议", "#frame"), Place("会议", "meetings/", records(Meeting), "次"), _CHANNELS),
        ("C19", "C31"),
    ),
    System(
        7,
        "对内、对外两栏",
        "向教职工、向社会分别公开",
        (Place("两栏各在哪里", "#frame"), Place("怎样查询", "accountability/#channels")),
        ("R11", "R12", "R15", "G01"),
    ),
    System(
        8,
        "四个“第一”",
        "党组织第一责任人、校长第一执行人、工会第一监督人、教职工第一评价人",
        (Place("四个第一", "accountability/", lambda register: 4 * bool(register.school.accountability), "项"),),
        ("C46",),
    ),
    System(
        9,
        "五大类二十项指标体系",
        "校务公开指标体系，条目各校自定",
        (Place("公开目录", "catalogue/", lambda register: len(register.catalogue.items()), "项"), _SILENCE),
        ("C31", "R13", "C46"),
    ),
    System(
        10,
        "政策公开、过程公开、结果公开",
        "三个阶段都公开",
        (Place("公开目录里每一项的三阶段", "catalogue/", in_catalogue),),
        ("C101",),
    ),
    System(11, "公开材料备案制", "公开材料备案", (_FILINGS,), ("C102", "C103")),
    System(
        12,
        "针对性、时效性、实效性、真实性",
        "避免有名无实、表面应付",
        (_SILENCE, Place("时钟", "clocks/")),
        ("C30", "C31", "C33", "C04", "C70", "C37"),
    ),
    System(
        13,
        "教代会",
        "每学年（或每学期）至少一次，第 N 届第 M 次",
        (_CONGRESSES,),
        ("C19", "C20", "C22", "C23", "C24", "C29"),
    ),
    System(
        14,
        "会前有报告、会后有备案",
        "教代会呈报表，报上级审批",
        (
            Place("会议备案", "filings/#meetings", records(Meeting, lambda it: it.reported or it.filed), "次"),
            Place("呈报表", "reports/"),
        ),
        ("C25", "C26", "C96"),
    ),
    System(
        15,
        "审议通过",
        "听取学校工作、财务报告；修订制度；重大决策须经教代会审议通过",
        (
            Place("决议登记簿", "resolutions/", acts(Resolution, lambda it: it.power is Power.PASS), "项讨论通过"),
            Place("制度", "regulations/", records(Regulation)),
        ),
        ("C28",),
    ),
    System(
        16,
        "表决",
        "到会代表一致通过；过半数",
        (Place("每项决议的票数与重算", "resolutions/", acts(Resolution, lambda it: it.vote), "项表决"),),
        ("C20", "C21", "C60"),
    ),
    System(
        17,
        "决议执行",
        "执行教代会的决议，报告执行情况",
        (Place("决议登记簿的执行情况", "resolutions/", acts(Execution), "次报告"),),
        ("C93", "C27"),
    ),
    System(
        18,
        "提案办理报告",
        "审议上次提案办理情况报告",
        (Place("提案办理情况报告", "reports/"), _CONGRESSES),
        ("C18", "C09", "C16"),
    ),
    System(
        19,
        "财务报告、民主理财",
        "每学期帐目审核",
        (
            Place("预算、决算和月报", "finances/", records(Finance), "份"),
            Place("帐目审核", "finances/", records(Finance, lambda it: it.audit), "次"),
        ),
        ("C34", "C35", "C36", "C37", "C38", "C39", "C42", "C50"),
    ),
    System(
        20,
        "工会经费每月公示",
        "单独账号，每月公示收、支和使用计划",
        (Place("工会经费", "finances/?类别=工会经费", finances(Category.UNION), "份"), _SILENCE),
        ("C31", "C32", "C33", "C35", "C45"),
    ),
    System(
        21,
        "会费分成",
        "每人每月 10 元，2 元上缴、8 元留存；留存×人数×月数入账",
        (Place("会费勾稽", "finances/?类别=工会经费", records(Finance, lambda it: it.dues), "份"),),
        ("C40",),
    ),
    System(
        22,
        "经费审批、经审",
        "主席同意并签字；一年一到两次审计并公布；向会员代表大会报告",
        (Place("审批、经审与报告", "finances/?类别=工会经费", records(Finance, lambda it: it.union_audit), "次经审"),),
        ("C42", "C50"),
    ),
    System(
        23,
        "慰问标准",
        "丧、病、育、困、灾各有标准；大病大灾另定",
        (Place("慰问帮扶（只有人次与合计）", "welfare/", records(Welfare, lambda it: it.reliefs)),),
        ("C41", "C91", "C92"),
    ),
    System(
        24,
        "活动",
        "每学期一到两次，参与面三分之二以上，奖品有限额，先报计划",
        (Place("活动", "activities/", records(Activity), "次"),),
        ("C87", "C88"),
    ),
    System(
        25,
        "专款专用",
        "会费专人管理、专款专用；行政经费与工会经费分列",
        (
            Place("行政收支", "finances/?类别=收支月报", finances(Category.LEDGER), "份"),
            Place("工会经费", "finances/?类别=工会经费", finances(Category.UNION), "份"),
        ),
        ("C108", "C40"),
    ),
    System(26, "工会资产", "登记造册、专人保管", (Place("资产清册", "assets/", records(Asset), "份"),), ("C89",)),
    System(
        27,
        "民主评议干部",
        "每年评议校级、中层，公开公平公正",
        (
            Place(
                "民主评议（只公布进行与到会）",
                "appraisals/",
                records(Appraisal, lambda it: it.kind_of.of_office_holders),
                "次",
            ),
        ),
        ("C88", "C90"),
    ),
    System(
        28,
        "三评",
        "学生评教师、家长评学校、社会评教育",
        (Place("三评汇总", "appraisals/", records(Appraisal, lambda it: not it.kind_of.of_office_holders), "次"),),
        ("C88", "C90"),
    ),
    System(
        29,
        "三重一大",
        "集体决策、民主公开",
        (Place("重大决策与采购", "decisions/", records(Decision)),),
        ("C80", "C81", "C82", "C83"),
    ),
    System(
        30,
        "评优评先、职称、聘任公示",
        "条件、名额、过程、结果",
        (Place("公示", "notices/", records(Notice)),),
        ("C43", "C44", "C61", "C62", "C63", "R14"),
    ),
    System(
        31,
        "意见箱、校长信箱、接待日、恳谈会、留言板、金点子",
        "多渠道听取，反馈给教职工",
        (Place("意见与回音", "opinions/", records(Opinion)), _CHANNELS),
        ("C01", "C02", "C45"),
    ),
    System(
        32,
        "在线提案征集",
        "互联网平台，在线提案征集",
        (Place("提案怎样写：各栏的意思与样例", "fields/proposal/"), Place("提案类别、附议人数与截止", "policy/")),
        ("C10", "C11", "C12"),
    ),
    System(
        33,
        "集体合同、专项协议",
        "劳动报酬、工时、休假、保险福利、安全卫生、培训；女职工专项；到期续签",
        (Place("集体合同", "agreements/", records(Agreement)),),
        ("C84", "C85"),
    ),
    System(
        34,
        "制度汇编",
        "修订、试行、解释权、批准机关",
        (Place("制度与各版本", "regulations/", records(Regulation)),),
        ("C28", "C85", "C86"),
    ),
    System(
        35,
        "工作计划与月历",
        "每月工作安排；有计划、有制度、有台帐、有检查、有考核",
        (Place("工作计划", "plans/", records(Plan), "份"),),
        ("C95",),
    ),
    System(
        36,
        "年度校务公开工作报告",
        "教代会审议",
        (Place("年度校务公开工作报告", "reports/"), Place("公开进度", "silence/#years")),
        ("C106", "C31"),
    ),
    System(
        37,
        "换届、任期、委员会名单",
        "主席、委员几名；选举结果报批",
        (Place("机构与届期", "organisations/", records(Organisation), "个"),),
        ("C23", "C29", "C94"),
    ),
    System(
        38,
        "归档",
        "年末资料整理归档",
        (_FILINGS, Place("原件档号", "inspection/", archived, internal=True)),
        ("C102",),
    ),
    System(
        39,
        "迎检",
        "上级检查各项制度的执行情况",
        (Place("制度对照", "systems/"), Place("待补的各期", "silence/#waiting"), _INSPECTION),
        ("C31", "C46"),
        public_name="制度与材料对照",
    ),
    System(
        40,
        "互助保障、体检、帮扶",
        "参保人数、人次",
        (Place("互助保障、体检、帮扶（只有人数与金额）", "welfare/", records(Welfare, lambda it: it.protections)),),
        ("C89", "C92"),
    ),
)
