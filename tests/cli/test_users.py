"""Accounts from the shell: made, listed, disabled, reset, and acted as."""

import json

import pytest

from hazards.__main__ import main
from hazards.services import login
from hazards.services.login import WrongLogin


def run(capsys, *command):
    done = main([*command, "--json"])
    return done, json.loads(capsys.readouterr().out)


def test_an_account_is_made_with_its_post_and_its_password_works_once_told(store, capsys):
    done, told = run(
        capsys, "user", "add", "wang", "--role", "clerk", "--jurisdiction", "330302", "--person", "王五"
    )
    assert done == 1
    assert told["findings"][0]["code"] == "post-incomplete"
    done, told = run(capsys, "user", "add", "wang", "--role", "listing", "--person", "王五")
    assert done == 0
    assert login.enter(store, "wang", told["password"], "here").must_change
    _, listed = run(capsys, "user", "list")
    assert listed["accounts"] == [
        {"name": "wang", "person": "王五", "disabled": False, "posts": ["区安委办"]}
    ]


def test_a_reset_password_replaces_the_old_one_and_a_disabled_account_stays_out(store, capsys):
    _, first = run(capsys, "user", "add", "wang", "--role", "leader")
    _, second = run(capsys, "user", "reset", "wang")
    with pytest.raises(WrongLogin):
        login.enter(store, "wang", first["password"], "here")
    login.enter(store, "wang", second["password"], "here")
    assert run(capsys, "user", "disable", "wang")[0] == 0
    with pytest.raises(WrongLogin):
        login.enter(store, "wang", second["password"], "here")
    assert run(capsys, "rates", "--as", "wang")[0] == 1


def test_a_command_is_done_as_somebody_within_what_he_may(store, capsys):
    run(capsys, "user", "add", "boss", "--role", "admin")
    run(capsys, "user", "add", "chief", "--role", "leader")
    assert run(capsys, "user", "add", "two", "--role", "leader", "--as", "boss")[0] == 0
    done, told = run(capsys, "user", "add", "three", "--role", "leader", "--as", "chief")
    assert done == 1
    assert told["findings"][0]["code"] == "not-yours"
    assert run(capsys, "rates", "--as", "nobody")[1]["findings"][0]["code"] == "no-such-account"
    assert run(capsys, "user", "disable", "boss")[1]["findings"][0]["code"] == "last-admin"
