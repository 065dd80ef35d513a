"""上报包: a district hands its cases to a city, which takes them, counts anew and finds the same."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import date

import orjson
import pytest
from sqlalchemy import func, select

from hazards.domain.errors import Refusal, Unreadable
from hazards.formats import uppackages
from hazards.services import register, signing, targets, upward, upwardin, upwardread
from hazards.services.access import LOCAL_ADMIN
from hazards.services.upwardread import KeyChanged, Outdated, PackageUnsigned
from hazards.storage import tables as t
from hazards.storage.migrations import migrate
from hazards.storage.store import Store
from tests.services.district import add_case, row

CUT = date(2026, 11, 20)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture(scope="module")
def made(lucheng_file, tmp_path_factory):
    """A district whose cases went every way, and its package; made once."""
    room = tmp_path_factory.mktemp("upward")
    shutil.copy(lucheng_file, room / "district.db")
    store = Store(f"sqlite:///{room / 'district.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HAZARDS_TODAY", "2026-11-21")
        _fill(store)
        upward.make(store, LOCAL_ADMIN, room / "package.zip", as_of=CUT)
    return store, room / "package.zip"


def _fill(store):
    due = {"deadline": day("2026-06-30")}
    struck = {"state": "struck-off", "stage": "struck-off", "struck_off_origin": "here"}
    add_case(store, street="五马街道", **due, phone="13800000000", responsible_person="王立")
    add_case(store, street="五马街道", **due, **struck, struck_off_on=day("2026-06-30"))
    add_case(
        store,
        street="双屿街道",
        **due,
        extensions=[(day("2026-06-20"), day("2026-09-30")), (day("2026-09-20"), day("2026-12-31"))],
    )
    add_case(
        store, street="五马街道", moves=[(None, "五马街道"), (day("2026-05-01"), "南汇街道")], deadline=None
    )
    add_case(store, street="藤桥镇", uplistings=[(day("2026-08-01"), "省级")], **due)
    add_case(store, street=None, **due)
    add_case(store, street="南汇街道", **due, state="withdrawn", stage="withdrawn", left_on=day("2026-03-01"))
    add_case(store, street="南汇街道", year=2025, listed_on=day("2025-02-01"), **due)
    add_case(store, street="山福镇", kind="building", illegal_area=120.5, **due)
    targets.set_target(store, LOCAL_ADMIN, "330302006000", 2026, listed=10, rate=97)


@pytest.fixture(scope="module")
def city_file(tmp_path_factory):
    """A city's store with another district, its own case in it."""
    room = tmp_path_factory.mktemp("city")
    store = Store(f"sqlite:///{room / 'city.db'}")
    migrate(store)
    units = room / "units.csv"
    units.write_text(
        "code,name,type,parent\n330000000000,浙江省,省,\n330300000000,温州市,市,330000000000\n"
        "330303000000,龙湾区,区,330300000000\n330303001000,五马街道,街道,330303000000\n",
        "utf-8",
    )
    register.add_district(store, LOCAL_ADMIN, str(units))
    add_case(store, street="五马街道")
    store.engine.dispose()
    return room / "city.db"


@pytest.fixture
def city(city_file, tmp_path, today, monkeypatch):
    shutil.copy(city_file, tmp_path / "city.db")
    monkeypatch.setenv("HAZARDS_DATABASE_URL", f"sqlite:///{tmp_path / 'city.db'}")
    return Store(f"sqlite:///{tmp_path / 'city.db'}")


def forged(path, out, change, *, key=None):
    """The package with other members: as somebody would who can rewrite all of it."""
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    change(parts)
    if key is not None:
        parts["manifest.sig"] = key.sign(parts["manifest.json"]).hex().encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out


def test_a_package_tells_its_district_rule_counts_and_head_and_no_telephone(made):
    _, path = made
    with zipfile.ZipFile(path) as package:
        manifest = orjson.loads(package.read("manifest.json"))
        everything = b"".join(package.read(n) for n in package.namelist())
    assert manifest["district"] == {"code": "330302000000", "name": "鹿城区"}
    assert (manifest["cut_off"], manifest["rule"], manifest["counts"]["cases"]) == ("2026-11-20", "2026.1", 9)
    assert manifest["head"]["number"] >= 1
    assert b"13800000000" not in everything


def test_what_a_package_says_follows_from_its_own_cases(made, city):
    found = upwardread.check(city, LOCAL_ADMIN, made[1])
    assert found.compared.equal
    assert found.compared.cells > 300


def test_the_city_counts_the_same_in_every_cell(made, city):
    told = upwardin.bring(city, LOCAL_ADMIN, made[1])
    assert (told["rows"], told["accepted"], told["refused"], told["findings"]) == (9, 9, 0, [])
    assert (told["equal"], told["different"]) == (True, [])
    assert row(city, "鹿城区", by="district", as_of=CUT)["listed"] == 5
    assert row(city, "龙湾区", by="district", as_of=CUT)["listed"] == 1


def test_the_same_package_again_changes_nothing(made, city):
    upwardin.bring(city, LOCAL_ADMIN, made[1])
    before = _all(city)
    told = upwardin.bring(city, LOCAL_ADMIN, made[1])
    assert (told["accepted"], told["unchanged"], told["settled"]) == (0, 9, 0)
    assert _all(city) == before


def _all(store):
    with store.read() as connection:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (t.events, t.cases, t.leads, t.extensions, t.jurisdictions, t.imports, t.transfers)
        ]


def test_what_the_city_holds_otherwise_is_told_cell_by_cell(made, city):
    upwardin.bring(city, LOCAL_ADMIN, made[1])
    targets.set_target(city, LOCAL_ADMIN, "330302006000", 2026, listed=10, rate=90)
    told = upwardin.bring(city, LOCAL_ADMIN, made[1])
    assert not told["equal"]
    cell = told["different"][0]
    assert (cell["unit"], cell["figure"], cell["told"], cell["counted"]) == ("五马街道", "target", 97, 90)


def test_a_later_package_brings_what_changed_and_an_earlier_one_does_not_undo_it(
    made, city, tmp_path, monkeypatch
):
    store, path = made
    upwardin.bring(city, LOCAL_ADMIN, path)
    store.engine.dispose()
    with (
        closing(sqlite3.connect(store.path)) as one,
        closing(sqlite3.connect(tmp_path / "later.db")) as other,
    ):
        one.backup(other)
    shutil.copy(store.path.parent / "signing.key", tmp_path)
    later = Store(f"sqlite:///{tmp_path / 'later.db'}")
    add_case(later, street="广化街道")
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-22")
    upward.make(later, LOCAL_ADMIN, tmp_path / "later.zip", as_of=CUT)
    told = upwardin.bring(city, LOCAL_ADMIN, tmp_path / "later.zip")
    assert (told["accepted"], told["unchanged"], told["equal"]) == (1, 9, True)
    with pytest.raises(Outdated, match="生成于 2026-11-21"):
        upwardin.bring(city, LOCAL_ADMIN, path)


@pytest.mark.parametrize("name", ["cases.parquet", "histories.parquet", "cases.xlsx"])
def test_a_part_that_was_touched_is_refused(made, city, tmp_path, name):
    def touch(parts):
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])

    with pytest.raises(Unreadable) as refused:
        upwardin.bring(city, LOCAL_ADMIN, forged(made[1], tmp_path / "a.zip", touch))
    assert refused.value.code == "package-altered"


def _nicer(parts):
    told = orjson.loads(parts["manifest.json"])
    told["rates"]["hazard-year"]["total"]["struck_off"] += 1
    parts["manifest.json"] = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def test_a_manifest_that_was_touched_is_refused(made, city, tmp_path):
    with pytest.raises(PackageUnsigned):
        upwardread.check(city, LOCAL_ADMIN, forged(made[1], tmp_path / "a.zip", _nicer))


def test_rates_that_do_not_follow_from_the_cases_are_refused_whoever_signed(made, city, tmp_path):
    key = signing.load(made[0].path.parent / "signing.key")
    path = forged(made[1], tmp_path / "a.zip", _nicer, key=key)
    different = upwardread.check(city, LOCAL_ADMIN, path).compared.different
    assert [(c.unit, c.figure) for c in different] == [("合计", "struck_off")]
    with pytest.raises(upwardin.Miscounted):
        upwardin.bring(city, LOCAL_ADMIN, path)
    assert _all(city)[1] == 1


def test_another_key_than_before_asks_a_person(made, city, tmp_path):
    upwardin.bring(city, LOCAL_ADMIN, made[1])
    other = signing.load(tmp_path / "other.key")

    def change(parts):
        told = orjson.loads(parts["manifest.json"])
        told["key"] = signing.public(other)
        parts["manifest.json"] = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)

    path = forged(made[1], tmp_path / "a.zip", change, key=other)
    with pytest.raises(KeyChanged, match="鹿城区"):
        upwardread.check(city, LOCAL_ADMIN, path)
    assert upwardread.check(city, LOCAL_ADMIN, path, key_known=True).compared.equal


def _missing(parts):
    del parts["cases.parquet"]


def _more(parts):
    parts["../evil.py"] = b"x"


def _bomb(parts):
    parts["cases.parquet"] = bytes(200_000_000)


@pytest.mark.parametrize(
    ("change", "code"),
    [(_missing, "package-damaged"), (_more, "zip-unsafe-name"), (_bomb, "zip-bomb")],
)
def test_a_hostile_zip_goes_no_further_than_the_fence(made, city, tmp_path, change, code):
    with pytest.raises(Unreadable) as refused:
        uppackages.read(forged(made[1], tmp_path / "a.zip", change))
    assert refused.value.code == code


def test_what_is_no_package_is_told_so(city, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK not a zip")
    with pytest.raises(Unreadable):
        upwardread.check(city, LOCAL_ADMIN, tmp_path / "a.zip")


def _foreign(told):
    told["units"].append(
        {**told["units"][-1], "codes": [{"scheme": "nbs", "code": "330303001000"}], "parent": ""}
    )


def _circle(told):
    first, second = told["units"][:2]
    first["parent"], second["parent"] = second["codes"][0]["code"], first["codes"][0]["code"]


def _nobody(told):
    told["district"]["code"] = "330399000000"


@pytest.mark.parametrize(
    ("change", "code"),
    [(_foreign, "package-foreign-unit"), (_circle, "package-damaged"), (_nobody, "package-damaged")],
)
def test_a_signed_manifest_is_still_somebody_elses_word(made, city, tmp_path, change, code):
    key = signing.load(made[0].path.parent / "signing.key")

    def rewrite(parts):
        told = orjson.loads(parts["manifest.json"])
        change(told)
        parts["manifest.json"] = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)

    path = forged(made[1], tmp_path / "a.zip", rewrite, key=key)
    with pytest.raises(Refusal) as refused:
        upwardin.bring(city, LOCAL_ADMIN, path)
    assert refused.value.code == code
    assert _all(city)[1] == 1


def test_a_number_that_is_another_districts_case_here_is_told_and_left_alone(made, city):
    with made[0].read() as connection:
        number = connection.execute(select(t.cases.c.number).order_by(t.cases.c.id)).scalars().first()
    mine = add_case(city, street="五马街道", number=number, identity=f"n:{number}", unit="龙湾的厂")
    told = upwardin.bring(city, LOCAL_ADMIN, made[1])
    assert (told["accepted"], told["refused"], told["equal"]) == (8, 1, False)
    assert told["findings"][0]["code"] == "number-of-another-district"
    with city.read() as connection:
        row_ = connection.execute(select(t.cases).where(t.cases.c.id == mine)).mappings().one()
    assert (row_["unit"], row_["version"]) == ("龙湾的厂", 1)
