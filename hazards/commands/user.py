"""Accounts from this machine's shell."""

from typing import Any

from hazards.commands.shell import Answer, acting, command, group
from hazards.domain.roles import ACCOUNTS, NAMES, Role


def add(commands: Any) -> None:
    user = group(commands, "user", "账号")
    made = command(user, "add", "新建账号并任职，显示首次登录密码", _add)
    made.add_argument("name", metavar="账号名")
    made.add_argument("--role", required=True, choices=[str(r) for r in ACCOUNTS])
    made.add_argument("--jurisdiction", metavar="代码", help="街镇或区的代码")
    made.add_argument("--department", default="", metavar="部门")
    made.add_argument("--person", default="", metavar="姓名")
    for name, help_, run in (("disable", "停用账号", _disable), ("reset", "重置密码", _reset)):
        command(user, name, help_, run).add_argument("name", metavar="账号名")
    command(user, "list", "列出账号", _list)


def _add(told: Any) -> Answer:
    from hazards.services import posts

    store, scope = acting(told)
    key = posts.unit_of_code(store, told.jurisdiction) if told.jurisdiction else None
    role = Role(told.role)
    account, password = posts.hire(
        store, scope, told.name, told.person, role, jurisdiction=key, department=told.department
    )
    answer = {"account": account, "name": told.name, "role": told.role, "password": password}
    lines = [f"已新建账号“{told.name}”({NAMES[role]})。", f"首次登录密码：{password}"]
    return answer, [*lines, "密码只显示这一次，首次登录须修改。"], True


def _disable(told: Any) -> Answer:
    from hazards.services import accounts

    store, scope = acting(told)
    accounts.disable(store, scope, accounts.find(store, told.name))
    return {"name": told.name, "disabled": True}, [f"已停用账号“{told.name}”。"], True


def _reset(told: Any) -> Answer:
    from hazards.services import accounts

    store, scope = acting(told)
    password = accounts.reset(store, scope, accounts.find(store, told.name))
    lines = [f"账号“{told.name}”的新密码：{password}", "密码只显示这一次，登录后须修改。"]
    return {"name": told.name, "password": password}, lines, True


def _list(told: Any) -> Answer:
    from hazards.services import access, accounts

    found = accounts.everybody(*acting(told))
    rows: list[dict[str, Any]] = [
        {
            "name": a.name,
            "person": a.person,
            "disabled": a.disabled,
            "posts": [access.post_name(p) for p in a.held],
        }
        for a in found
    ]
    lines = [
        "\t".join([a.name, a.person, "停用" if a.disabled else "在用", "、".join(r["posts"]) or "无在岗职务"])
        for a, r in zip(found, rows, strict=True)
    ]
    return {"accounts": rows}, lines or ["还没有账号。"], True
