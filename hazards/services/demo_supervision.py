"""Supervision of the demonstration: one order under way, an instruction open and one answered."""

from datetime import timedelta

from hazards.services import access, addressing, clock, instructions, lateness, pressing
from hazards.services.access import Scope
from hazards.storage.store import Store

GENERAL = "沿街小餐饮液化气瓶与灶具同室存放问题突出，请会同街镇排查一遍，列出清单和整改时间。"
ABOUT = "逾期已久，请到现场核实，说明原因和完成时间。"
ANSWER = "已到现场核实：设备到货推迟，月底前安装，安装前停用该部位并专人值守。"
DEMAND = "三日内拿出完成整改的具体安排，逐项落实到人；整改期间落实临时防护。"


def fill(store: Store) -> None:
    """Changes no case, limit or rate; every office written to has an account to answer with."""

    def who(name: str) -> Scope:
        return access.acting_as(name, store)

    listing, leader, today = who("anwei1"), who("lingdao"), clock.today()
    offices = {one.name: key for key, one in addressing.choices(store, leader).items()}
    soon, later = today + timedelta(days=6), today + timedelta(days=10)
    instructions.give(store, leader, offices["鹿城区消防救援大队"], text=GENERAL, reply_by=later)
    waiting = [one for one in lateness.held(store, listing) if one.unsent]
    for late in waiting:
        if late.street == "双屿街道":
            made = instructions.give(
                store, leader, offices[late.street], text=ABOUT, reply_by=soon, about=late.case
            )
            instructions.reply(store, who("shuangyusq"), made, ANSWER)
            break
    for late in waiting:
        if late.holder.name == "松台街道" and late.rung.office == "holder":
            pressing.send(store, listing, late.case, about=late.about, demand=DEMAND, reply_by=soon)
            break
