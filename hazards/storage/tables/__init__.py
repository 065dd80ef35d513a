"""The tables. Portable columns only: one schema for SQLite and PostgreSQL.

Every act is a row of ``events`` and a change of its subject in one transaction; the date of the
act (办理日期) and the time entered (录入时间) are kept apart from the first migration on.
"""

from hazards.storage.tables.accounts import (
    accounts,
    attempts,
    charges,
    delegations,
    drafts,
    posts,
    requests,
    sessions,
)
from hazards.storage.tables.base import Key, metadata
from hazards.storage.tables.casework import (
    accidents,
    applications,
    batch_cases,
    batches,
    documents,
    measures,
    milestones,
    payments,
    plans,
    proposals,
    signatures,
    stoppages,
    strikes,
)
from hazards.storage.tables.evidence import evidence, openings
from hazards.storage.tables.ledger import (
    case_jurisdictions,
    cases,
    extensions,
    footprints,
    imports,
    items,
    leads,
    unit_names,
    units,
    uplistings,
)
from hazards.storage.tables.places import (
    boundaries,
    jurisdiction_codes,
    jurisdiction_names,
    jurisdictions,
    lineage,
    vintages,
)
from hazards.storage.tables.settings import calendar_days, mappings, targets, unit_answers, words
from hazards.storage.tables.trail import chains, events, seals

__all__ = [
    "Key",
    "accidents",
    "accounts",
    "applications",
    "attempts",
    "batch_cases",
    "batches",
    "boundaries",
    "calendar_days",
    "case_jurisdictions",
    "cases",
    "chains",
    "charges",
    "delegations",
    "documents",
    "drafts",
    "events",
    "evidence",
    "extensions",
    "footprints",
    "imports",
    "items",
    "jurisdiction_codes",
    "jurisdiction_names",
    "jurisdictions",
    "leads",
    "lineage",
    "mappings",
    "measures",
    "metadata",
    "milestones",
    "openings",
    "payments",
    "plans",
    "posts",
    "proposals",
    "requests",
    "seals",
    "sessions",
    "signatures",
    "stoppages",
    "strikes",
    "targets",
    "unit_answers",
    "unit_names",
    "units",
    "uplistings",
    "vintages",
    "words",
]
