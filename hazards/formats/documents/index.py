"""Every document this house prints, and how its number reads."""

from types import MappingProxyType

from hazards.formats.documents import (
    acceptance_opinion,
    acceptance_request,
    extension_opinion,
    handover_list,
    progress_table,
    rectification_plan,
    site_check,
    strike_off_notice,
    supervision_notice,
    supervision_order,
)
from hazards.formats.documents.buildings import folder
from hazards.formats.documents.buildings.index import BUILDINGS
from hazards.formats.documents.kind import DocumentKind

DOCUMENTS = MappingProxyType(
    {
        "notice": DocumentKind(
            supervision_notice.TITLE, "督", supervision_notice.SupervisionNotice, supervision_notice.write
        ),
        "plan": DocumentKind(
            rectification_plan.TITLE, "", rectification_plan.RectificationPlan, rectification_plan.write
        ),
        "progress": DocumentKind(
            progress_table.TITLE, "", progress_table.ProgressTable, progress_table.write
        ),
        "acceptance-request": DocumentKind(
            acceptance_request.TITLE, "", acceptance_request.AcceptanceRequest, acceptance_request.write
        ),
        "site-check": DocumentKind(site_check.TITLE, "核", site_check.SiteCheck, site_check.write),
        "acceptance-opinion": DocumentKind(
            acceptance_opinion.TITLE, "验", acceptance_opinion.AcceptanceOpinion, acceptance_opinion.write
        ),
        "extension-opinion": DocumentKind(
            extension_opinion.TITLE, "延", extension_opinion.ExtensionOpinion, extension_opinion.write
        ),
        "strike-off": DocumentKind(
            strike_off_notice.TITLE, "销", strike_off_notice.StrikeOffNotice, strike_off_notice.write
        ),
        "handover": DocumentKind(handover_list.TITLE, "移", handover_list.HandoverList, handover_list.write),
        "order": DocumentKind(
            supervision_order.TITLE, "督办", supervision_order.SupervisionOrder, supervision_order.write
        ),
        **BUILDINGS,
        "folder": DocumentKind(folder.TITLE, "", folder.Contents, folder.write),
    }
)
"""By kind, which is what storage keeps in documents.kind."""


def document_number(letterhead: str, year: int, serial: int) -> str:
    """鹿安督〔2026〕31号: hexagonal brackets, the serial without 第 and without leading zeros.

    Args:
        letterhead: 机关代字 with the word of the series, 鹿安督.
        serial: counted from 1 within a year, letterhead and series (GB/T 9704-2012, 7.2.5).
    """
    if serial < 1:
        raise ValueError(f"serial {serial} is no number of a document")
    return f"{letterhead}〔{year}〕{serial}号"
