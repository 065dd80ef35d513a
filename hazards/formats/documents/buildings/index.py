"""The documents of an illegal-building case, by the step of the procedure they belong to."""

from types import MappingProxyType

from hazards.formats.documents.buildings import (
    announcements,
    decisions,
    derivation,
    enforcement,
    execution,
    orders,
    records,
    registers,
    rights_notice,
    urging,
)
from hazards.formats.documents.kind import DocumentKind

BUILDINGS = MappingProxyType(
    {
        "stop-order": DocumentKind(orders.STOP, "停", orders.StopOrder, orders.stop),
        "filing": DocumentKind(registers.FILING, "立", registers.Filing, registers.filing),
        "survey": DocumentKind(records.SURVEY, "", records.Survey, records.survey),
        "inquiry": DocumentKind(records.INQUIRY, "", records.Inquiry, records.inquiry),
        "ownerless-notice": DocumentKind(
            announcements.OWNERLESS, "无主", announcements.OwnerlessNotice, announcements.ownerless
        ),
        "rights-notice": DocumentKind(
            rights_notice.TITLE, "告", rights_notice.RightsNotice, rights_notice.write
        ),
        "approval": DocumentKind(registers.APPROVAL, "审", registers.Approval, registers.approval),
        "correction": DocumentKind(orders.CORRECT, "改", orders.Correction, orders.correct),
        "penalty": DocumentKind(decisions.PENALTY, "罚", decisions.Penalty, decisions.penalize),
        "decision": DocumentKind(decisions.REMOVE, "拆", decisions.Decision, decisions.remove),
        "removal-notice": DocumentKind(
            announcements.REMOVAL, "限公", announcements.RemovalNotice, announcements.removal
        ),
        "urging": DocumentKind(urging.TITLE, "催", urging.Urging, urging.write),
        "enforcement": DocumentKind(enforcement.TITLE, "强", enforcement.Enforcement, enforcement.write),
        "announcement": DocumentKind(
            announcements.DEMOLITION, "强公", announcements.Announcement, announcements.demolition
        ),
        "lawful-date": DocumentKind(derivation.TITLE, "", derivation.LawfulDate, derivation.write),
        "execution": DocumentKind(execution.TITLE, "", execution.Execution, execution.write),
        "closing": DocumentKind(registers.CLOSING, "结", registers.Closing, registers.closing),
    }
)
"""By kind: the ``document`` of a step in data/rules/procedure.toml, and the reckoning besides."""
