"""文书: the documents of a case, made from its facts, with a slot for the sealed scan."""

from hazards.pages import parts
from hazards.services.filed import Filed


def draw(held: Filed) -> None:
    parts.empty("还没有文书", "文书由区安委办和督办部门按案情出具。")
