"""One full set of facts for every kind of document, as the demonstration district would write them."""

from datetime import date

from building_samples import BUILDING_SAMPLES

from hazards.formats.documents.acceptance_opinion import AcceptanceOpinion
from hazards.formats.documents.acceptance_request import AcceptanceRequest
from hazards.formats.documents.extension_opinion import ExtensionOpinion
from hazards.formats.documents.handover_list import HandoverList, OpenCase, Task
from hazards.formats.documents.progress_table import Milestone, ProgressTable
from hazards.formats.documents.rectification_plan import Measure, RectificationPlan
from hazards.formats.documents.site_check import Finding, SiteCheck
from hazards.formats.documents.strike_off_notice import StrikeOffNotice
from hazards.formats.documents.supervision_notice import SupervisionNotice

ORGAN = "温州市鹿城区安全生产委员会办公室"
UNIT = "温州晨岚模具制造有限公司"
HAZARD = "三层厂房违规设置集体宿舍，住宿与生产区域未作防火分隔，唯一疏散楼梯被货物堵塞。"
CASE = "LC-2026-031"
NOTICE = "鹿安督〔2026〕31号"

ISSUED = {
    "case_number": CASE,
    "organ": ORGAN,
    "signer": "陈立新",
    "unit": UNIT,
    "copies_to": ("区政府办公室", "南汇街道办事处", "区消防救援大队"),
}

SAMPLES = {
    "notice": SupervisionNotice(
        **ISSUED,
        number=NOTICE,
        dated=date(2026, 8, 5),
        hazards=(HAZARD, "消防控制室无人值守，自动喷水灭火系统管网无水。"),
        standard="《重大火灾隐患判定方法》（GB 35181-2017）第7.3条",
        level="区级",
        batch="2026年第二批",
        supervisor="鹿城区消防救援大队",
        finish_by=date(2026, 11, 21),
        plan_by=date(2026, 8, 20),
        plan_to="鹿城区消防救援大队",
        contact="林晓，0577-88000000",
    ),
    "plan": RectificationPlan(
        case_number=CASE,
        unit=UNIT,
        hazard=HAZARD,
        notice_number=NOTICE,
        version="第1版",
        finish_by=date(2026, 11, 21),
        goals="清退三层全部住宿人员，拆除隔间，恢复防火分隔，疏散楼梯保持畅通。",
        methods="先清人、后拆除、再恢复。\n拆除期间三层停止生产，由具备资质的单位施工。",
        funds="计划投入48.6万元，由企业自筹。灭火器、应急照明等物资于8月底前到位。",
        persons="由总经理周明任组长，安全部5人专职负责，外聘消防技术服务机构1家。",
        times="8月底前清退，10月底前拆除和恢复，11月15日前自验。",
        safety="每2小时巡查一次，设专人值守楼梯间；制定现场处置方案并演练一次。",
        measures=(
            Measure(
                name="责任",
                content="总经理周明负总责，各车间主任分片负责",
                person="周明",
                on=date(2026, 8, 10),
                evidence="任命文件",
                confirmed_by="林晓",
            ),
            Measure(name="措施", content="清退、拆除、恢复防火分隔", person="吴强", on=date(2026, 10, 31)),
            Measure(name="资金", content="计划48.6万元，企业自筹", person="郑洁", on=date(2026, 8, 31)),
            Measure(name="时限", content="2026年11月21日前完成", person="周明", on=date(2026, 11, 21)),
        ),
        head="周明",
        dated=date(2026, 8, 18),
    ),
    "progress": ProgressTable(
        case_number=CASE,
        unit=UNIT,
        hazard=HAZARD,
        street="南汇街道",
        supervisor="鹿城区消防救援大队",
        finish_by=date(2026, 11, 21),
        as_of=date(2026, 10, 9),
        milestones=(
            Milestone(
                phase="准备",
                task="清退三层住宿人员",
                starts=date(2026, 8, 5),
                ends=date(2026, 8, 31),
                person="吴强",
                planned="100",
                actual="100",
                funds_planned="6.0",
                funds_paid="6.0",
                done=True,
            ),
            Milestone(
                phase="施工",
                task="拆除隔间，恢复防火分隔",
                starts=date(2026, 9, 1),
                ends=date(2026, 10, 31),
                person="吴强",
                planned="60",
                actual="45",
                funds_planned="30.6",
                funds_paid="18.0",
                lag="施工单位进场延迟9天",
                next="增加一个班组，10月25日前补齐",
            ),
            Milestone(
                phase="施工",
                task="修复自动喷水灭火系统",
                starts=date(2026, 9, 21),
                ends=date(2026, 11, 8),
                person="郑洁",
                planned="30",
                actual="30",
                funds_planned="12.0",
                funds_paid="4.0",
            ),
            Milestone(
                phase="收尾",
                task="企业自验并申请验收",
                starts=date(2026, 11, 9),
                ends=date(2026, 11, 15),
                person="周明",
                planned="0",
                actual="0",
            ),
        ),
        funds_planned="48.6",
        funds_paid="28.0",
        head="周明",
        filled_by="郑洁",
        phone="0577-88000001",
        dated=date(2026, 10, 9),
    ),
    "acceptance-request": AcceptanceRequest(
        case_number=CASE,
        body=ORGAN,
        unit=UNIT,
        notice_number=NOTICE,
        notice_dated=date(2026, 8, 5),
        hazard=HAZARD,
        done="三层住宿人员已于8月31日全部清退；隔间已拆除，防火分隔已恢复；喷淋系统已修复并通过测试。",
        report="温州安评技术服务有限公司《治理情况评估报告》（2026年11月12日）",
        attachments=("治理情况评估报告", "整改前后对比照片", "资金支付凭证"),
        head="周明",
        contact="郑洁，0577-88000001",
        dated=date(2026, 11, 16),
        opinion="情况属实，同意上报。",
        opinion_by="王建国",
    ),
    "site-check": SiteCheck(
        case_number=CASE,
        organ="温州市鹿城区消防救援大队",
        number="鹿消核〔2026〕9号",
        unit=UNIT,
        place="南汇街道车站大道88号3幢",
        checked_on=date(2026, 11, 18),
        hours="9时30分至11时",
        officers=("赵磊（浙C0101）", "孙倩（浙C0102）"),
        experts=("胡文斌（消防工程高级工程师）",),
        hazard=HAZARD,
        findings=(
            Finding(item="三层住宿人员清退", seen="逐间查看，无人住宿，床铺已清空", passed=True),
            Finding(item="疏散楼梯畅通", seen="楼梯间二层平台仍堆放纸箱4箱", passed=False),
            Finding(item="自动喷水灭火系统", seen="末端试水压力0.12兆帕，联动正常", passed=True),
        ),
        passed=False,
        opinion="疏散楼梯未保持畅通，责令当场清除并完善巡查制度后重新申请验收。",
        head="周明",
        comment="情况属实，立即整改。",
        refusal="无",
    ),
    "acceptance-opinion": AcceptanceOpinion(
        **ISSUED,
        number="鹿安验〔2026〕12号",
        dated=date(2026, 11, 20),
        notice_number=NOTICE,
        hazard=HAZARD,
        applied_on=date(2026, 11, 16),
        checked_on=date(2026, 11, 18),
        checkers=("赵磊", "孙倩", "胡文斌（专家）"),
        passed=False,
        reasons=("疏散楼梯二层平台仍堆放物品。", "巡查记录缺少10月下旬的内容。"),
        next="请于2026年11月21日前整改到位，并重新提交验收申请书。原整改期限不变。",
    ),
    "extension-opinion": ExtensionOpinion(
        **ISSUED,
        number="鹿安延〔2026〕4号",
        dated=date(2026, 10, 30),
        notice_number=NOTICE,
        hazard=HAZARD,
        applied_on=date(2026, 10, 26),
        deadline=date(2026, 11, 21),
        granted=True,
        until=date(2026, 12, 21),
        reason="台风影响，外墙疏散楼梯施工停工9天，情况属实。",
        meanwhile="三层停止使用并断电；疏散楼梯设专人值守；每2小时巡查一次并记录。",
    ),
    "strike-off": StrikeOffNotice(
        **ISSUED,
        number="鹿安销〔2026〕8号",
        dated=date(2026, 12, 1),
        others=("南汇街道办事处", "区消防救援大队"),
        level="区级",
        notice_number=NOTICE,
        hazard=HAZARD,
        opinion_number="鹿安验〔2026〕15号",
        accepted_on=date(2026, 11, 28),
        how="整改完成",
        struck_off_on=date(2026, 12, 1),
        publication="2026年12月4日前在鹿城区人民政府门户网站公布",
    ),
    "handover": HandoverList(
        organ="温州市鹿城区南汇街道办事处",
        number="鹿安移〔2026〕2号",
        post="街镇填报员",
        by="李雪",
        to="张帆",
        witness="王建国",
        dated=date(2026, 11, 21),
        reason="岗位调整",
        cases=(
            OpenCase(
                number=CASE, unit=UNIT, stage="验收不合格退回", deadline=date(2026, 11, 21), holder="李雪"
            ),
            OpenCase(number="LC-2026-044", unit="瓯江路海坦段", stage="整改中", holder="区交警大队"),
        ),
        tasks=(Task(case_number=CASE, text="补充10月下旬巡查记录", due=date(2026, 11, 21)),),
        drafts=("LC-2026-044 第四季度进展（未提交）",),
        paper_files="督办通知书送达回证原件2份、现场照片存储卡1张",
    ),
    **BUILDING_SAMPLES,
}
