"""Invented people, firms and lanes, and where each street lies. Nobody here exists."""

from typing import NamedTuple


class Ground(NamedTuple):
    """Where a street's points fall: a centre in CGCS2000 degrees, metres around it, its villages."""

    lon: float
    lat: float
    reach: float
    setting: str
    villages: tuple[str, ...]


def _ground(lon: float, lat: float, reach: float, setting: str, villages: str) -> Ground:
    return Ground(lon, lat, reach, setting, tuple(villages.split()))


# Centres are approximate; those beside the river are drawn a little inland of it.
STREETS = {
    "五马街道": _ground(
        120.660, 28.0195, 450, "urban", "鼓楼社区 墨池社区 百里坊社区 安澜社区 谢池社区 路湾社区"
    ),
    "大南街道": _ground(
        120.659, 28.006, 600, "urban", "花柳塘社区 虞师里社区 马鞍池社区 双莲桥社区 山前街社区"
    ),
    "松台街道": _ground(120.642, 28.013, 600, "urban", "庆年坊社区 来福门社区 昌明社区 菱藕社区 茶花社区"),
    "广化街道": _ground(120.625, 28.013, 600, "urban", "月湖社区 翠微社区 双榕社区 集善社区 特陶社区"),
    "蒲鞋市街道": _ground(120.681, 28.008, 600, "urban", "蒋家桥社区 芳园社区 绿园社区 横河社区 金丝桥社区"),
    "南汇街道": _ground(120.688, 27.993, 600, "urban", "清风社区 南塘社区 绣山社区 桥儿头社区 吕浦社区"),
    "南郊街道": _ground(120.652, 27.988, 600, "mixed", "十里亭社区 三板桥社区 西屿社区 东龙社区 吴桥社区"),
    "滨江街道": _ground(120.708, 28.010, 600, "mixed", "灰桥社区 洪殿社区 浦东社区 宏源社区 陡门社区"),
    "双屿街道": _ground(120.598, 28.017, 600, "works", "营楼桥社区 牛岭村 黄龙社区 瓯浦垟社区 双岙村"),
    "丰门街道": _ground(120.575, 28.037, 600, "works", "新屿社区 丁桥社区 岩门村 潘岙村 屿头村 嵇师村"),
    "仰义街道": _ground(120.558, 28.064, 600, "works", "仰新社区 澄沙桥村 渔渡村 后京村 钟山村 林里村"),
    "七都街道": _ground(120.766, 28.002, 600, "mixed", "江都社区 老涂村 吟州村 前沙村 板桥村"),
    "藤桥镇": _ground(120.490, 28.083, 600, "works", "藤桥社区 石垟村 南岸村 上桥村 戴宅村 潮济村 姜村"),
    "山福镇": _ground(120.456, 28.129, 600, "works", "西洲村 横山村 双溪村 沈渡村 驿头驿阳村 江秀村"),
}

STREET_LEADERS = dict(
    zip(
        STREETS,
        [
            "陈渡云",
            "金禾川",
            "黄槐序",
            "王漱石",
            "吴听澜",
            "朱映棠",
            "胡远樵",
            "夏既白",
            "项知秋",
            "谢涵舟",
            "戴远岫",
            "邵云砚",
            "董栖梧",
            "姜望舒",
        ],
        strict=True,
    )
)
DISTRICT_LEADERS = ["苏砚舟", "林景澄", "周望澜", "郑屿青", "徐闻溪", "潘知岸", "叶疏桐", "何临汀"]

PERSONS = [
    "李榆生",
    "张柏舟",
    "刘照野",
    "杨季棠",
    "赵闻笙",
    "孙礼川",
    "马云岫",
    "高知砚",
    "梁暮川",
    "宋砚青",
    "韩渡舟",
    "冯既明",
    "曹向晚",
    "彭怀瑾",
    "曾栖禾",
    "萧野渡",
    "田汀兰",
    "余望岫",
    "蒋澄怀",
    "卢榕溪",
    "蔡听松",
    "丁若川",
    "魏栖云",
    "薛行舟",
    "阎汐川",
    "方屿舟",
    "石暮云",
    "任远汀",
    "姚澄溪",
    "谭照水",
    "邹野航",
    "熊知远",
    "郝明汐",
    "孔栖川",
    "白云汀",
    "崔渡川",
    "毛听雨",
    "常既望",
    "万禾声",
    "顾砚秋",
]

FIRMS = ["晨岚", "海石", "东浦", "云帆", "青屿", "松浦", "望瓯", "澜汀", "榕汐", "澄埠", "汐禾", "屿岚"]

LANES = [
    "兴工一路",
    "兴工二路",
    "沿河东巷",
    "沿河西巷",
    "新埠路",
    "旧渡巷",
    "榕亭路",
    "石桥弄",
    "塘下路",
    "望江后巷",
    "工贸支路",
    "丰裕路",
    "竹篷巷",
    "水门路",
    "长埭路",
    "新垟路",
    "平安里",
    "九桥弄",
    "南墩路",
    "西埭支路",
]


def phone(serial: int) -> str:
    """A number that cannot exist: no local number begins with 0."""
    return f"0577-0555{serial:04d}"
