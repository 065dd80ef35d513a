"""Setting up: schema, demonstration, districts, boundaries."""

from pathlib import Path
from typing import Any

from hazards.commands.shell import Answer, acting, command, day, finding_line, group


def add(commands: Any) -> None:
    command(commands, "migrate", "建立或升级数据库结构", _migrate)
    command(commands, "demo", "建库并填入演示区(已有数据时不改动)", _demo)
    district = group(commands, "district", "登记区划")
    command(district, "add", "登记一个区及其街镇", _district).add_argument("district", metavar="代码或文件")
    layers = group(commands, "boundaries", "街镇边界")
    for name, help_, run in (
        ("check", "检查边界文件", _check_layer),
        ("import", "导入边界文件", _import_layer),
    ):
        made = command(layers, name, help_, run)
        made.add_argument("file", type=Path, metavar="文件")
        made.add_argument("--crs", metavar="坐标系")
    made.add_argument("--valid-from", type=day, metavar="日期")
    made.add_argument("--parent", metavar="上级代码")


def _migrate(told: Any) -> Answer:
    from hazards.services import stores

    stores.migrate()
    return {"migrated": True}, ["数据库结构已是当前版本。"], True


def _demo(told: Any) -> Answer:
    from hazards.services import access, demo, demo_bulletins, stores

    scope = access.acting_as(told.actor)
    stores.migrate()
    store = stores.ready_store()
    done = demo.fill(store, scope)
    if not done:
        return {"filled": False, "cases": 0}, ["库中已有数据，未作改动。"], True
    demo_bulletins.fill(store)
    return {"filled": True, "cases": done}, [f"已填入演示区：{done} 个虚构案卷。"], True


def _district(told: Any) -> Answer:
    from hazards.services import register

    answer = register.add_district(*acting(told), told.district)
    units = answer["units"]
    return answer, [f"已登记 {units} 个单位。" if units else "这些单位都已登记，没有变化。"], True


def _check_layer(told: Any) -> Answer:
    from hazards.services import boundaries

    layer = boundaries.check_file(*acting(told), told.file, crs=told.crs)
    return layer.public(), _layer_lines(layer), not layer.out


def _import_layer(told: Any) -> Answer:
    from hazards.services import boundaries

    store, scope = acting(told)
    layer = boundaries.check_file(store, scope, told.file, crs=told.crs)
    answer = boundaries.import_layer(
        store, scope, layer, source_name=told.file.name, valid_from=told.valid_from, parent=told.parent
    )
    lines = _layer_lines(layer)
    if answer["vintage"] is None and answer["accepted"]:
        lines.append("同一文件已经导入过，没有变化。")
    return {k: answer[k] for k in ("features", "accepted", "findings")}, lines, not layer.out


def _layer_lines(layer: Any) -> list[str]:
    head = f"共 {layer.features} 个要素，可用 {layer.features - len(layer.out)} 个。"
    return [head, *(finding_line(f, "要素") for f in layer.findings)]
