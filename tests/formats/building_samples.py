"""One full set of facts for every document of an illegal-building case; persons and places are invented."""

from datetime import date

from hazards.formats.documents.buildings.announcements import Announcement, OwnerlessNotice, RemovalNotice
from hazards.formats.documents.buildings.decisions import Decision, Penalty
from hazards.formats.documents.buildings.derivation import LawfulDate, Link, Reckoning
from hazards.formats.documents.buildings.enforcement import Enforcement
from hazards.formats.documents.buildings.execution import Execution
from hazards.formats.documents.buildings.folder import Contents, Entry
from hazards.formats.documents.buildings.orders import Correction, StopOrder
from hazards.formats.documents.buildings.records import Inquiry, Survey
from hazards.formats.documents.buildings.registers import Act, Approval, Closing, Filing
from hazards.formats.documents.buildings.rights_notice import RightsNotice
from hazards.formats.documents.buildings.urging import Urging

ORGAN = "温州市鹿城区综合行政执法局"
PARTY = "温州晨岚日用品商行"
CASE = "LC-WJ-2026-007"
PLACE = "五马街道试验巷1号临街"
BUILDING = "未取得建设工程规划许可证，在原店面外搭建二层砖混房屋，占压消防通道"
TOWN = "《中华人民共和国城乡规划法》第六十四条"
OFFICERS = ("陈执 浙C0101", "林法 浙C0102")
DECIDED = {"decision": "鹿综执拆〔2026〕3号", "decided_on": date(2026, 1, 28)}

NOTICE = {
    "case_number": CASE,
    "organ": ORGAN,
    "signer": "陈立新",
    "party": PARTY,
    "place": PLACE,
    "matter": BUILDING,
    "m2": "320",
    "breach": "《中华人民共和国城乡规划法》第四十条第一款",
    "law": TOWN,
    "contact": "陈执，0577-88000002",
    "copies_to": ("五马街道办事处",),
}
ORDERED = {
    **NOTICE,
    "review": "鹿城区人民政府",
    "court": "有管辖权的人民法院",
}
EVIDENCE = (
    "2026年1月6日勘验检查笔录",
    "2026年1月7日询问笔录",
    "市自然资源和规划局鹿城分局规划认定意见",
    "现场照片6张",
)
DECISION = {
    **ORDERED,
    "evidence": EVIDENCE,
    "finding": "2026年1月12日，市自然资源和规划局鹿城分局认定不能改正",
    "told_on": date(2026, 1, 16),
    "heard": "当事人放弃陈述、申辩，未要求听证",
}
RECORD = {
    "case_number": CASE,
    "organ": ORGAN,
    "party": PARTY,
    "place": PLACE,
    "hours": "9时30分至11时",
    "officers": OFFICERS,
    "recorder": "林法",
    "refusal": "无",
}
REGISTER = {
    "case_number": CASE,
    "organ": ORGAN,
    "party": PARTY,
    "party_phone": "0577-88000003",
    "place": PLACE,
    "matter": BUILDING,
    "m2": "320",
    "use": "商业",
    "structure": "砖混",
    "floors": "2层",
    "officers": OFFICERS,
}
RECKONING = Reckoning(
    links=(
        Link(
            law="中华人民共和国行政诉讼法（2017年修正）第四十六条",
            start=date(2026, 1, 29),
            end=date(2026, 7, 29),
            because="已告知救济权利，起诉期限六个月",
        ),
        Link(
            law="中华人民共和国行政强制法第四十四条",
            start=date(2026, 2, 12),
            end=date(2026, 2, 12),
            because="限期自行拆除公告所定的最后一日",
        ),
        Link(
            law="中华人民共和国行政强制法第三十五条、第三十六条",
            start=date(2026, 3, 10),
            end=date(2026, 3, 24),
            because="催告书所定10个工作日",
        ),
        Link(
            law="浙江省违法建筑处置规定（2020年修正）第十七条",
            start=date(2026, 8, 10),
            end=date(2026, 8, 10),
            because="强制拆除公告所定的搬离日",
        ),
    ),
    earliest=date(2026, 8, 11),
    bound=date(2026, 8, 11),
    warnings=("当年放假安排以国务院办公厅通知为准",),
    as_of=date(2026, 8, 11),
    rules="2026.1",
)

BUILDING_SAMPLES = {
    "stop-order": StopOrder(**ORDERED, number="鹿综执停〔2026〕5号", dated=date(2026, 1, 4)),
    "filing": Filing(
        **REGISTER,
        number="鹿综执立〔2026〕7号",
        source="街道巡查发现",
        found_on=date(2026, 1, 4),
        basis="涉嫌违反《中华人民共和国城乡规划法》第四十条，符合立案标准",
        filed_on=date(2026, 1, 5),
    ),
    "survey": Survey(
        **RECORD,
        on=date(2026, 1, 6),
        found="店面东侧紧贴原墙搭建二层砖混房屋，东西长20米，南北宽8米，占压消防通道约1.6米。",
        use="商业",
        structure="砖混",
        floors="2",
        ground_m2="160",
        floor_m2="320",
        m2="320",
        photos="6张",
        witness="王建国",
    ),
    "inquiry": Inquiry(
        **RECORD,
        on=date(2026, 1, 7),
        asked="吴强",
        relation="商行负责人",
        phone="0577-88000003",
        answered="问：搭建前是否办理规划许可？\n答：没有办理。\n问：何时建成？\n答：2025年12月完工。",
    ),
    "ownerless-notice": OwnerlessNotice(
        **{**NOTICE, "party": "", "law": "《浙江省城乡规划条例》第六十四条"},
        number="鹿综执无主〔2026〕1号",
        dated=date(2026, 1, 14),
        claim_by=date(2026, 2, 13),
    ),
    "rights-notice": RightsNotice(
        **NOTICE,
        number="鹿综执告〔2026〕4号",
        dated=date(2026, 1, 15),
        evidence=EVIDENCE,
        proposed="责令限期拆除违法建筑",
    ),
    "approval": Approval(
        **REGISTER,
        number="鹿综执审〔2026〕4号",
        evidence=EVIDENCE,
        law=TOWN,
        proposed="责令限期拆除违法建筑",
        told_on=date(2026, 1, 16),
        heard="当事人放弃陈述、申辩，未要求听证",
        review="事实清楚，证据充分，程序合法，同意",
        reviewer="周审",
        discussed_on=date(2026, 1, 27),
        result="同意责令限期拆除",
    ),
    "correction": Correction(
        **ORDERED,
        number="鹿综执改〔2026〕2号",
        dated=date(2026, 1, 28),
        correct_by=date(2026, 2, 28),
        demands="拆除占压消防通道的部分，恢复通道宽度4米。\n其余部分补办建设工程规划许可。",
    ),
    "penalty": Penalty(
        **DECISION,
        number="鹿综执罚〔2026〕6号",
        dated=date(2026, 1, 28),
        penalty="处建设工程造价百分之七的罚款，计人民币21000元",
    ),
    "decision": Decision(
        **DECISION,
        number="鹿综执拆〔2026〕3号",
        dated=date(2026, 1, 28),
        remove_by=date(2026, 2, 12),
        afterwards="将依照《中华人民共和国行政强制法》第四十四条的规定依法强制拆除",
    ),
    "removal-notice": RemovalNotice(
        **{**NOTICE, "law": "《中华人民共和国行政强制法》第四十四条"},
        **DECIDED,
        number="鹿综执限公〔2026〕3号",
        dated=date(2026, 1, 29),
        remove_by=date(2026, 2, 12),
    ),
    "urging": Urging(
        **{**NOTICE, "law": "《中华人民共和国行政强制法》第三十五条"},
        **DECIDED,
        number="鹿综执催〔2026〕3号",
        dated=date(2026, 3, 9),
        decision_served=date(2026, 1, 29),
        within="10个工作日",
        afterwards="本机关将依法作出强制执行决定",
    ),
    "enforcement": Enforcement(
        **{**ORDERED, "law": "《中华人民共和国行政强制法》第三十七条、第四十四条"},
        **DECIDED,
        number="鹿综执强〔2026〕2号",
        dated=date(2026, 3, 26),
        domicile="五马街道试验巷1号",
        urged_on=date(2026, 3, 10),
        answered="当事人未提出陈述、申辩",
        charged_by="鹿城区人民政府",
        charged_on=date(2026, 3, 6),
        acts=ORGAN,
        starts=date(2026, 8, 11),
        not_before=date(2026, 7, 30),
    ),
    "announcement": Announcement(
        **{**NOTICE, "law": "《浙江省违法建筑处置规定》第十七条"},
        number="鹿综执强公〔2026〕2号",
        dated=date(2026, 8, 3),
        enforcement="鹿综执强〔2026〕2号",
        enforced_on=date(2026, 3, 26),
        acts=ORGAN,
        starts=date(2026, 8, 11),
        not_before=date(2026, 8, 11),
        moving_out_by=date(2026, 8, 10),
    ),
    "lawful-date": LawfulDate(
        case_number=CASE, organ=ORGAN, party=PARTY, place=PLACE, reckoning=RECKONING, made_by="陈执"
    ),
    "execution": Execution(
        **RECORD,
        on=date(2026, 8, 11),
        basis="鹿综执强〔2026〕2号强制执行决定，鹿综执强公〔2026〕2号强制拆除公告",
        enforcement="鹿综执强〔2026〕2号",
        enforced_on=date(2026, 3, 26),
        acts=ORGAN,
        witness="公证",
        witnesses="赵证（公证处）",
        goods="货架12组、收银台1张，已逐件登记造册并移交保管。",
        m2="320",
        course="9时30分设置警戒，10时开始机械拆除，11时拆除完毕，现场无人员受伤。",
        reckoning=RECKONING,
    ),
    "closing": Closing(
        **REGISTER,
        number="鹿综执结〔2026〕7号",
        filed_on=date(2026, 1, 5),
        closed_on=date(2026, 8, 20),
        acts=(
            Act(title="立案", on=date(2026, 1, 5), number="鹿综执立〔2026〕7号"),
            Act(
                title="责令限期拆除决定",
                on=date(2026, 1, 28),
                number="鹿综执拆〔2026〕3号",
                served=date(2026, 1, 29),
            ),
            Act(title="实施强制拆除", on=date(2026, 8, 11)),
        ),
        disposed=("2026年8月11日强制拆除320平方米",),
        contests=("无",),
        result="拆除到位，建筑垃圾已清运",
    ),
    "folder": Contents(
        case_number=CASE,
        organ=ORGAN,
        party=PARTY,
        place=PLACE,
        made_on=date(2026, 8, 21),
        entries=(
            Entry(name="立案审批表", number="鹿综执立〔2026〕7号", on=date(2026, 1, 5)),
            Entry(name="勘验检查笔录", on=date(2026, 1, 6), remark="未见盖章扫描件"),
            Entry(name="整改前照片", number="证〔2026〕000001-7", on=date(2026, 1, 6)),
            Entry(name="权利告知书", number="鹿综执告〔2026〕4号", on=date(2026, 1, 15)),
            Entry(name="权利告知书送达回证", remark="缺"),
            Entry(name="责令限期拆除决定书", number="鹿综执拆〔2026〕3号", on=date(2026, 1, 28)),
            Entry(name="最早可强拆日推算表", on=date(2026, 8, 11)),
            Entry(name="现场执行笔录", on=date(2026, 8, 11)),
            Entry(name="全过程录像", number="证〔2026〕000003-3", on=date(2026, 8, 11)),
        ),
    ),
}
