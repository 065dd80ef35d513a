"""Roles of this work (角色): who may do what is told here and in lifecycle.STEPS, nowhere else."""

from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    HEAD = "head"
    DEPARTMENT = "department"
    LISTING = "listing"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMIN = "admin"
    MACHINE = "machine"
    """Acts from this machine's shell (本机管理员): sets up and brings in, has no power over cases."""


NAMES = {
    Role.CLERK: "街镇填报员",
    Role.HEAD: "街镇审签人",
    Role.DEPARTMENT: "督办部门",
    Role.LISTING: "区安委办",
    Role.LEADER: "领导",
    Role.AUDITOR: "审计员",
    Role.ADMIN: "系统管理员",
    Role.MACHINE: "本机管理员",
}

ACCOUNTS = tuple(r for r in Role if r is not Role.MACHINE)
"""The seven an account may hold."""

STREET = frozenset({Role.CLERK, Role.HEAD})
OFFICES = frozenset({Role.DEPARTMENT, Role.LISTING})
CASEWORK = STREET | OFFICES
EVERYONE = frozenset(Role)
KEEPERS = frozenset({Role.LISTING, Role.MACHINE})
"""Who brings ledgers in and places cases."""
SETTERS = frozenset({Role.ADMIN, Role.MACHINE})
"""Who sets up accounts, districts and boundaries."""
