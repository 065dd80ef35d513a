"""核验挂牌督办案卷证据包。只用 Python 标准库，不联网，不写文件；十分钟可以读完。

用法：  python verify.py 证据包.zip  [通报所印或见证单位所持的封签，形如 12:3f8a…]

一、目录：包内文件不多不少，SHA-256 与 manifest.json 相同，manifest.json 有签名；
二、记录：events.jsonl 每行是一条记录，其 SHA-256 是下一行的第 4 项，序号连续；
三、材料：rows/ 各文件的 SHA-256 等于最后一条记录末项所列，证据原件与其登记相同；
四、归入：最后一条记录在封签所盖的 Merkle 树(RFC 6962)之内；
五、封签：seals.jsonl 逐号相接，末号封签和每次换钥的签名(Ed25519，RFC 8032)成立。
"""

import hashlib
import json
import os
import re
import sys
import zipfile

EVENT, SEAL, DOSSIER = "guapai-event-1", "guapai-seal-1", "guapai-dossier-1"
SIGNED = ("manifest.json", "manifest.sig")
PLAIN = {"README.txt", "index.html", "about.json", "verify.py", "events.jsonl", "seals.jsonl", "proof.json"}
NAMED = re.compile(r"rows/[a-z_]{1,40}\.json|files/[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
PASSED = """核验通过，未被改动：案卷“{case}”，记录 {events} 条，证据原件 {files} 个。
封签 {seal}
签于 {at}
公钥 {key}
请将封签或公钥与通报所印、见证单位所持的相比对；不同则本包是另造的。
"""


class Wrong(Exception):
    """核验不通过：说明哪里不对。"""


def need(true, says):
    if not true:
        raise Wrong(says)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unhex(text, size):
    need(re.fullmatch("[0-9a-f]*", text) and len(text) == 2 * size, "校验值、公钥或签名的写法不对")
    return bytes.fromhex(text)


# ---- Ed25519 (RFC 8032 第 5.1 节)，点以 (X, Y, Z, T) 表示
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, one):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, one)
        one, number = add(one, one), number >> 1
    return total


def signed(key, message, signature):
    """公钥 key 是否签署了 message：S·B = R + H·A。"""
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left, right = times(s, base), add(r, times(h, a))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


# ---- 五项核验
def members(pack, size):
    """包内各成员的 SHA-256；重名、路径可疑、压缩或加密的一律不收。"""
    found = {}
    need(sum(info.file_size for info in pack.infolist()) <= size, "包内文件的长度不实")
    for info in pack.infolist():
        name = info.filename
        need(name in PLAIN or name in SIGNED or NAMED.fullmatch(name), f"包内有不应有的文件“{name}”")
        need(name not in found, f"包内有两个“{name}”")
        need(info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1, f"“{name}”不应压缩或加密")
        with pack.open(info) as file:
            digest = hashlib.sha256()
            while chunk := file.read(2**20):
                digest.update(chunk)
        found[name] = digest.hexdigest()
    need(found.keys() >= PLAIN.union(SIGNED), "包内缺少文件")
    return found


def manifest(pack, found, key):
    data, signature = (pack.read(name) for name in SIGNED)
    need(signed(key, data, unhex(signature.decode(), 64)), "目录 manifest.json 的签名不成立")
    told = json.loads(data)
    need(told["format"] == DOSSIER, "不是本格式的证据包")
    for name in sorted((told["files"].keys() | found.keys()) - set(SIGNED)):
        need(told["files"].get(name) == found.get(name), f"“{name}”缺少、多出或已被改动")


def events(data):
    """返回(案卷号, 条数, 末条的 SHA-256, 末条所列案卷各部分的 SHA-256)。"""
    lines = data.decode("utf-8").split("\n")
    need(len(lines) > 1 and lines.pop() == "", "没有记录，或末行不完整")
    chain, last = json.loads(lines[0])[1], ""
    for n, line in enumerate(lines, 1):
        told = json.loads(line)
        need(isinstance(told, list) and len(told) == 18 and told[0] == EVENT, f"第 {n} 条记录的写法不对")
        need(type(told[1]) is int and told[1] == chain, f"第 {n} 条记录不属于本案卷")
        need(type(told[2]) is int and told[2] == n, f"第 {n} 条记录的序号不对：缺少、重复或调换")
        need(told[3] == last, f"第 {n} 条记录所记的前条校验值与第 {n - 1} 条不符")
        last = sha256(line.encode("utf-8"))
    return chain, len(lines), last, dict(part.split(":") for part in told[17].split(" ") if part)


def rows(pack, found, sums, whole):
    """案卷各部分及证据原件；返回原件个数。whole 为假的是某日的案卷，只附当时的部分。"""
    held = {name[5:-5]: digest for name, digest in found.items() if name.startswith("rows/")}
    wanted = sums.keys() if whole else set()
    for part in sorted(held.keys() | wanted):
        need(held.get(part) == sums.get(part), f"案卷的“{part}”部分缺少，或与最后一条记录不符")
    files = {name[6:70]: digest for name, digest in found.items() if name.startswith("files/")}
    told = json.loads(pack.read("rows/evidence.json")) if "evidence" in held else []
    for row in told:
        need(files.get(row["sha256"]) == row["sha256"], f"证据原件“{row['file_name']}”缺少或已被改动")
    need(files.keys() <= {row["sha256"] for row in told}, "有未登记的证据原件")
    return len(files)


def proof(told, last, sealed):
    need(type(told["seal"]) is int and 0 < told["seal"] <= len(sealed), "归入证明所指的封签不存在")
    seal = sealed[told["seal"] - 1]
    at, end = told["index"], seal[6] - 1
    need(type(at) is int and 0 <= at <= end, "归入证明的位置不对")
    node = hashlib.sha256(b"\0" + unhex(last, 32)).digest()
    for half in told["path"]:
        need(end > 0, "归入证明过长")
        left = at & 1 or at == end
        pair = unhex(half, 32) + node if left else node + unhex(half, 32)
        node = hashlib.sha256(b"\1" + pair).digest()
        while left and not at & 1 and at:
            at, end = at >> 1, end >> 1
        at, end = at >> 1, end >> 1
    need(end == 0 and node.hex() == seal[7], "最后一条记录不在封签之内")


def seals(data, hashes):
    """记下各号封签的 SHA-256，返回各号封签的内容。"""
    lines, before, all_told = data.decode("utf-8").split("\n"), None, []
    need(len(lines) > 1 and lines.pop() == "", "没有封签，或末行不完整")
    for n, line in enumerate(lines, 1):
        pair = json.loads(line)
        told, statement = json.loads(pair["statement"]), pair["statement"].encode("utf-8")
        need(isinstance(told, list) and len(told) == 11 and told[0] == SEAL, f"第 {n} 号封签的写法不对")
        need(type(told[1]) is int and told[1] == n, f"封签不连续：应为第 {n} 号")
        need(told[8] == hashes.get(n - 1, ""), f"第 {n} 号封签与前一号不相衔接")
        announced = before is None or told[9] == (before[10] or before[9])
        if told[10] or not announced or n == len(lines):
            good = signed(unhex(told[9], 32), statement, unhex(pair["signature"], 64))
            need(good, f"第 {n} 号封签的签名不成立")
        hashes[n], before = sha256(statement), told
        all_told.append(told)
    return all_told


def check(path, head=""):
    """核验一个证据包：返回(不符之处或 "", 摘要)。"""
    hashes: dict = {}
    try:
        with zipfile.ZipFile(path) as pack:
            found = members(pack, os.path.getsize(path))
            sealed = seals(pack.read("seals.jsonl"), hashes)
            seal = sealed[-1]
            manifest(pack, found, unhex(seal[10] or seal[9], 32))
            chain, count, last, sums = events(pack.read("events.jsonl"))
            about = json.loads(pack.read("about.json"))
            need(about["case"] == chain and about["events"] == count, "about.json 与记录不符")
            files = rows(pack, found, sums, about["whole"] is not False)
            proof(json.loads(pack.read("proof.json")), last, sealed)
            number, _, digest = head.replace("\uff1a", ":").strip().partition(":")
            same = not head or (number.isdecimal() and hashes.get(int(number)) == digest.lower())
            need(same, "与所给的封签不符，或所给的封签晚于本包")
    except Wrong as wrong:
        return f"{wrong}。", {}
    except Exception as error:  # 伪造的包可以让任何一步出错；出错就是不通过
        return f"证据包不能读取，或已损坏({type(error).__name__})。", {}
    facts = {"case": about["number"], "events": count, "files": files, "seals": len(hashes), "hashes": hashes}
    return "", {**facts, "seal": f"{seal[1]}:{hashes[seal[1]]}", "at": seal[2], "key": seal[10] or seal[9]}


def main(told):
    if not 2 <= len(told) <= 3:
        sys.exit(__doc__)
    wrong, facts = check(*told[1:])
    if wrong:
        sys.exit(f"核验不通过：{wrong}")
    sys.stdout.write(PASSED.format(**facts))


if __name__ == "__main__":
    main(sys.argv)
