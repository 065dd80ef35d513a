"""Notifications: off until switched on, each message once, tried again later, never a secret shown."""

import threading
from datetime import date

import orjson
import pytest
from sqlalchemy import select

from hazards.__main__ import main
from hazards.domain.lifecycle import Action
from hazards.domain.roles import Role
from hazards.services import casework, instructions, notifying, outbox, pressing
from hazards.services.access import LOCAL_ADMIN
from hazards.services.channels import BadAddress
from hazards.services.notices import FOOT
from hazards.services.notifying import NoChannel, NoSuchMessage
from hazards.storage import outbox as at_rest
from hazards.storage import settings
from hazards.storage import tables as t
from hazards.storage.store import Store
from tests.services.district import add_case
from tests.services.offices import DEPARTMENT, office, place
from tests.supervision.servers import Hook, Mail, running

LEADER = office(Role.LEADER, 5, "孙怀民")
PHONE = "13800138000"


@pytest.fixture
def hook():
    with running(Hook()) as server:
        yield server


@pytest.fixture
def mail():
    with running(Mail()) as server:
        yield server


def instructed(store: Store, text: str = f"请速办，联系王立{PHONE}") -> int:
    return instructions.give(store, LEADER, "listing:", text=text, reply_by=date(2026, 12, 1))


def ready(store: Store, **urls: str) -> None:
    for name, url in urls.items():
        notifying.set_channel(store, LOCAL_ADMIN, name, url)
    notifying.turn(store, LOCAL_ADMIN, True)


def to_hook(hook: Hook) -> str:
    return f"json://user:geheim@127.0.0.1:{hook.port}/in"


def counts(store: Store) -> dict[str, int]:
    return notifying.read(store, LOCAL_ADMIN).counts


def rows(store: Store) -> list[dict]:
    with store.read() as connection:
        return [dict(r) for r in connection.execute(select(t.outbox).order_by(t.outbox.c.id)).mappings()]


def test_nothing_is_collected_or_sent_while_it_is_off(store, hook):
    notifying.set_channel(store, LOCAL_ADMIN, "webhook", to_hook(hook))
    instructed(store)
    assert outbox.drain(store) == outbox.Round()
    assert (hook.taken, rows(store)) == ([], [])
    notifying.turn(store, LOCAL_ADMIN, True)
    assert outbox.drain(store).sent == 0  # what happened before stays untold
    instructed(store)
    assert outbox.drain(store).sent == 1


def test_it_cannot_be_switched_on_without_a_channel(store):
    with pytest.raises(NoChannel):
        notifying.turn(store, LOCAL_ADMIN, True)
    with pytest.raises(BadAddress):
        notifying.set_channel(store, LOCAL_ADMIN, "webhook", "ftp://10.0.0.1/x")
    with pytest.raises(BadAddress):
        notifying.set_channel(store, LOCAL_ADMIN, "mail", "mailto://10.0.0.1:25?from=")


def test_mail_and_webhook_each_get_every_message_once_and_no_telephone(store, hook, mail):
    address = f"mailto://127.0.0.1:{mail.port}?from=guapai@lucheng.cn&to=a@lucheng.cn,b@lucheng.cn"
    ready(store, webhook=to_hook(hook), mail=address)
    add_case(store, unit="王立的出租房", deadline=date(2026, 11, 22), number="鹿挂〔2026〕031号")
    instructed(store)
    assert outbox.drain(store) == outbox.Round(collected=6, sent=6)
    assert outbox.drain(store) == outbox.Round()
    assert all(one["X-Guapai-Message"] for _, one in mail.taken)
    assert sorted(to for to, _ in mail.taken) == ["a@lucheng.cn"] * 2 + ["b@lucheng.cn"] * 2
    told = [orjson.loads(body) for _, body in hook.taken]
    assert sorted(one["title"] for one in told) == ["批示", "明日到期：鹿挂〔2026〕031号 双屿街道"]
    assert sorted(set(mail.subjects())) == sorted(one["title"] for one in told)
    everything = str(told) + "".join(m.get_payload(decode=True).decode() for _, m in mail.taken)
    assert PHONE not in everything
    assert "王立" not in everything
    assert {h["X-Guapai-Message"] for h, _ in hook.taken} == {r["key"].partition(">")[0] for r in rows(store)}


def test_a_refusal_is_tried_again_later_and_later_and_at_last_given_up(store, hook, monkeypatch):
    ready(store, webhook=to_hook(hook))
    hook.status = 503
    instructed(store)
    moments = ("09:00", "09:00:30", "09:02", "09:08", "09:30", "11:00", "16:00", "23:00", "23:59")
    states = []
    for moment in moments:
        monkeypatch.setenv("HAZARDS_TODAY", f"2026-11-22T{moment}")
        outbox.drain(store)
        (row,) = rows(store)
        states.append((row["tries"], row["state"]))
    assert [n for n, _ in states] == [1, 1, 2, 3, 4, 5, 6, 6, 6]
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-23T09:00")
    outbox.drain(store)
    (row,) = rows(store)
    assert (row["state"], row["tries"], "没有接收" in row["trouble"]) == ("failed", 7, True)
    hook.status = 200
    outbox.drain(store)
    assert hook.taken == []
    notifying.again(store, LOCAL_ADMIN, row["id"])
    assert outbox.drain(store).sent == 1
    with pytest.raises(NoSuchMessage):
        notifying.again(store, LOCAL_ADMIN, row["id"])


def test_who_dies_after_sending_leaves_a_question_and_never_a_second_copy(store, hook, monkeypatch):
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-22T09:00")
    ready(store, webhook=to_hook(hook))
    instructed(store)

    def killed(url, message):
        from hazards.services import channels

        assert channels.send(url, message)
        raise SystemExit  # the process is gone before it could write that down

    with pytest.raises(SystemExit):
        outbox.drain(store, killed)
    assert (len(hook.taken), counts(store)["sending"]) == (1, 1)
    assert outbox.drain(store).sent == 0
    monkeypatch.setenv("HAZARDS_TODAY", "2026-11-22T09:06")
    outbox.drain(store)
    assert counts(store) == {"waiting": 0, "sending": 0, "sent": 0, "failed": 0, "unsure": 1}
    assert len(hook.taken) == 1
    assert notifying.read(store, LOCAL_ADMIN).latest[0]["state"] == "unsure"


def test_several_processes_send_nothing_twice(store, hook):
    ready(store, webhook=to_hook(hook))
    for _ in range(12):
        instructed(store)
    others = [Store(str(store.url)) for _ in range(3)]
    threads = [threading.Thread(target=outbox.drain, args=(one,)) for one in (store, *others)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    keys = [h["X-Guapai-Message"] for h, _ in hook.taken]
    assert len(keys) == len(set(keys)) == 12
    assert counts(store)["sent"] == 12


def test_the_password_stays_inside(store, hook):
    ready(store, webhook=to_hook(hook))
    shown = notifying.read(store, LOCAL_ADMIN)
    assert "geheim" not in str(shown)
    assert str(hook.port) in shown.shown["webhook"]
    with store.read() as connection:
        told = connection.execute(select(t.events.c.data).where(t.events.c.action == "notify-set")).scalars()
        assert "geheim" not in "".join(told)
        assert "geheim" in settings.under(connection, outbox.ADDRESS)["webhook"]
    notifying.set_channel(store, LOCAL_ADMIN, "webhook", "")
    assert notifying.read(store, LOCAL_ADMIN).on is False


def test_a_message_of_one_key_is_kept_once_whoever_collects_it(store):
    one = {"key": "event:1", "channel": "webhook", "subject": "批示", "body": "批示"}
    at = "2026-11-22T09:00:00+08:00"
    came = [store.write(lambda c: at_rest.put(c, [one, {**one, "channel": "mail"}], at=at)) for _ in range(2)]
    assert came == [2, 0]


def test_the_command_sends_what_waits_and_says_so(store, hook, capsys):
    assert main(["notify", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["on"] is False
    ready(store, webhook=to_hook(hook))
    instructed(store)
    assert main(["notify", "--json"]) == 0
    told = orjson.loads(capsys.readouterr().out)
    assert (told["sent"], told["outbox"]["sent"], len(hook.taken)) == (1, 1, 1)


def test_an_order_and_a_returned_submission_are_told_without_a_word_of_free_text(store, hook):
    ready(store, webhook=to_hook(hook))
    case = add_case(
        store, unit="王立", deadline=date(2026, 11, 13), number="鹿挂〔2026〕031号", supervisor=DEPARTMENT
    )
    told = {"demand": f"请王立{PHONE}三日内到场", "reply_by": date(2026, 11, 26)}
    pressing.send(store, office(Role.LISTING, 4), case, about="deadline", **told)
    place(store, case, "submitted", stage_on=date(2026, 11, 20))
    why = {"reasons": [f"王立{PHONE}未到场"]}
    casework.take(store, office(Role.DEPARTMENT, 3), case, Action.RETURN, told=why)
    outbox.drain(store)
    bodies = [orjson.loads(body)["message"] for _, body in hook.taken]
    assert bodies == [
        "2026-11-21 督办单。鹿挂〔2026〕031号 双屿街道。致双屿街道，鹿安督办〔2026〕1号。回复期限 2026-11-26。"
        + FOOT,
        "2026-11-21 退回。鹿挂〔2026〕031号 双屿街道。退回整改。" + FOOT,
    ]
