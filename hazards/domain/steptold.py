"""What is told with a step: its fields in the words of the forms, and the few values some may take."""

HOW = ("整改完成", "关停取缔", "搬迁", "拆除")
"""How a struck-off hazard came to its end."""

UNDONE = ("误销", "虚假整改")

FIELDS = {
    "basis": "判定标准及条款",
    "level": "挂牌级别",
    "body": "挂牌机关",
    "document": "文号",
    "deadline": "整改期限",
    "supervisor": "督办单位",
    "reasons": "退回理由(一次写全)",
    "officers": "两名以上核查人员姓名及执法证号",
    "how": "销号方式",
    "why": "理由",
    "to": "受移送单位",
    "lead": "变更后的主办街镇",
    "until": "延期后的期限",
    "reason": "延期理由",
    "meanwhile": "延期期间的防范措施",
    "received_on": "收件日期",
    "extent": "停产范围",
    "changes": "更正内容",
    "happened_at": "事故发生时间",
    "dead": "死亡人数",
    "injured": "受伤人数",
    "conclusion": "调查结论",
}
