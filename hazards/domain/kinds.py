"""Kinds of evidence (证据种类): what a file in a case is, by the word the office uses for it."""

KINDS = {
    "before": "整改前照片",
    "during": "整改中照片",
    "after": "整改后照片",
    "inspection": "检查记录",
    "assessment": "判定意见",
    "notice-receipt": "督办通知书送达回证",
    "plan": "整治方案",
    "roster": "责任分工文件",
    "funds": "资金凭证",
    "contingency": "应急预案",
    "measure": "措施落实材料",
    "application": "验收申请书",
    "evaluation": "整改评估报告",
    "site-check": "现场核查记录",
    "acceptance": "验收意见书",
    "extension": "延期申请",
    "decision": "决定文书扫描件",
    "letter": "移送函及回执",
    "scan": "盖章扫描件",
    "record": "执法笔录",
    "opinion": "规划认定意见",
    "service": "送达回证",
    "legal-opinion": "法律意见书",
    "ruling": "法院裁判文书",
    "video": "视频",
    "other": "其他材料",
}

PHOTOS = ("before", "during", "after")

SCANS = frozenset(
    {
        "decision",
        "scan",
        "letter",
        "acceptance",
        "site-check",
        "extension",
        "application",
        "plan",
        "record",
        "opinion",
        "service",
        "legal-opinion",
        "ruling",
    }
)
"""Kinds that may stand for a dated document where one is required."""
