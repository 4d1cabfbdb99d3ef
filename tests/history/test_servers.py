"""Addresses of servers: what they may say, and that no part of one is repeated but host, port and database."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command import TODAY, Gouji
from tests.history.reports import written
from tests.history.server import PASSWORD, USER, Server, free_port
from validator.history.opening import database
from validator.history.places import is_server
from validator.history.refusals import BadStore
from validator.history.servers import server_at
from validator.history.store import opened

SECRET = "geheim"  # noqa: S105  nobody's
MISSPELT = (
    f"postgresql://u:{SECRET}@{SECRET}@h/d",
    f"postgresql://u:x@{SECRET}@h/d",
    f"postgresql://u/{SECRET}@h/d",
    f"postgresql://a/b:{SECRET}@h/d",
    f"postgresql:///u:{SECRET}@h/d",
    f"postgresql:/u:{SECRET}@h/d",
    f"postgresql:u:{SECRET}@h/d",
    f"postgresql//u:{SECRET}@h/d",
    f"postgresql://u:{SECRET}",
    f"postgresql://u:{SECRET}/d",
    f"postgresql://u:{SECRET}＠h/d",
    f"postgresql://u {SECRET}@h x/d",
    f"postgresql：//u:{SECRET}@h/d",
    f"postgresql%3A%2F%2Fu%3A{SECRET}%40h%2Fd",
    f"postgresql%3A//u:{SECRET}@h/d",
    f"  postgresql :// u:{SECRET}@h/d",
    f"postgres://u:{SECRET}@h/d",
    f"mysql://u:{SECRET}@h/d",
    f"http:/u:{SECRET}@h/d",
    f"postgresql+nope://u:{SECRET}@h/d",
    f"u:{SECRET}@h/d",
    f"U:{SECRET}@10.0.0.5",
    f"host=h user=u password={SECRET} dbname=d",
    f"host=h PASSWORD = '{SECRET}'",
    f"postgresql://u:{SECRET}@h:0/d",
    f"postgresql://u:{SECRET}@h:65536/d",
    f"postgresql://u:{SECRET}@h:-1/d",
    f"postgresql://u:{SECRET}@h:port/d",
    f"postgresql://u:{SECRET}@h/d%00",
    f"postgresql://u:{SECRET}%00@h/d",
    f"postgresql://u:{SECRET}@h/d?sslmode=require",
    f"postgresql://u@h/d?sslmode=require&password={SECRET}",
    f"postgresql://u@h/d?timeout=5&password={SECRET}",
    f"postgresql://u@h/d?password={SECRET}&password={SECRET}",
    f"postgresql://u@h/d?{SECRET.upper()}=1",
    f"postgresql://u:{SECRET}@h/d?port=x",
    f"postgresql://u:{SECRET}@h/d\udcff",
)
"""What is no address, whatever was meant."""
NOBODY_THERE = (
    "postgresql://u:{secret}@127.0.0.1:{port}/d",
    "postgresql://u%3A{secret}@127.0.0.1:{port}/d",
    "postgresql://u@127.0.0.1:{port}/d?password={secret}",
    "postgresql+pg8000://127.0.0.1:{port}/d?user={secret}&application_name={secret}",
    "postgresql://u:{secret}@h/d?host=127.0.0.1&port={port}",
    "postgresql://u:{secret}@127.0.0.1..x:{port}/d",
    "postgresql://u:{secret}@[::1]:{port}/d",
    "postgresql://u:{secret}@h/d?unix_sock=/nowhere/{secret}",
)


@pytest.mark.parametrize("store", MISSPELT)
def test_what_was_meant_for_an_address_is_refused_and_not_repeated(store: str) -> None:
    assert is_server(store)
    with pytest.raises(BadStore) as refused:
        opened(store, may_be_made=True)
    assert SECRET not in "".join(traceback.format_exception(refused.value)).lower()


@pytest.mark.parametrize("store", NOBODY_THERE)
def test_a_server_that_is_not_there_is_called_by_its_place(store: str) -> None:
    given = store.format(secret=SECRET, port=free_port())
    with pytest.raises(BadStore, match=r"^postgresql://[\w.\[\]:]+/d：连不上服务器$") as refused:
        opened(given, may_be_made=True)
    assert SECRET not in "".join(traceback.format_exception(refused.value))
    assert SECRET not in repr(server_at(given)) + repr(database(given, may_be_made=False).engine)


@pytest.mark.parametrize("option", ["sslmode", "connect_timeout", "source_address", "timeout", "ssl_context", "sock"])
def test_an_option_that_cannot_be_told_in_an_address_is_named(option: str) -> None:
    with pytest.raises(BadStore, match=f"不能有 {option}，能用的是 user、password"):
        opened(f"postgresql://u@h/d?{option}=1")


@pytest.mark.parametrize(
    "path",
    [
        "gouji-history.sqlite",
        "/data/历年@2025:甲.sqlite",
        "./u:x@h.sqlite",
        "../a:b.sqlite",
        r"C:\数据\a@b.sqlite",
        "C:/data/x.sqlite",
        r"\\server\share\a@b.sqlite",
        "~/a:b@c",
        "100%.sqlite",
        "历年@市.sqlite",
    ],
)
def test_a_path_is_no_address(path: str) -> None:
    assert not is_server(path)


def test_every_way_to_write_an_address_reaches_the_server(server: Server) -> None:
    place = server.new()
    name = place.rpartition("/")[2]
    opened(place, may_be_made=True)
    at, secret = f"127.0.0.1:{server.port}", quote(PASSWORD)
    for store in (
        place,
        f" {place} ",
        place.replace("postgresql:", "postgresql+pg8000:"),
        f"postgresql://{USER}@{at}/{name}?password={secret}",
        f"postgresql://{at}/{name}?user={USER}&password={secret}&application_name=gouji",
        f"postgresql://?user={USER}&password={secret}&host=127.0.0.1&port={server.port}&database={name}",
    ):
        assert opened(store).name == f"postgresql://{at}/{name}"


WRONG_LOGINS = (
    (f"{USER}:{SECRET}", "用户名或密码不对"),
    (f"{SECRET}:x", "用户名或密码不对"),
    (f"{USER}%3A{SECRET}", "用户名或密码不对"),
    (f"{USER}:%20{SECRET}", "用户名或密码不对"),
)


@pytest.mark.parametrize(("login", "told"), WRONG_LOGINS)
def test_what_a_server_says_of_a_login_is_not_repeated(server: Server, login: str, told: str) -> None:
    at = f"127.0.0.1:{server.port}/postgres"
    with pytest.raises(BadStore, match=f"^postgresql://{re.escape(at)}：{told}") as refused:
        opened(f"postgresql://{login}@{at}")
    assert SECRET not in "".join(traceback.format_exception(refused.value))


COMMANDS = (
    ("history", "list"),
    ("history", "show", "甲"),
    ("history", "export", "-o", "a.csv"),
    ("history", "remove", "1"),
    ("history", "add", "a.xlsx", *TODAY),
    ("check", "a.xlsx", *TODAY),
    ("check", "a.xlsx", "--format", "html", "-o", "a.html", *TODAY),
    ("fix", "a.xlsx", "-o", "b.xlsx", *TODAY),
    (
        "collect",
        "a.xlsx",
        "--roster",
        "r.csv",
        "--year",
        "2025",
        "--organ",
        "示例市人民政府",
        "-o",
        "汇总.xlsx",
        *TODAY,
    ),
)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_command_repeats_a_password(
    gouji: Gouji, words: tuple[str, ...], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path(), 2025, "a.xlsx")
    Path("r.csv").write_text("机关名称,上级\n示例市教育局,示例市人民政府\n", "utf-8")
    before = sorted(Path().iterdir())
    for store in (*MISSPELT[:10], NOBODY_THERE[0].format(secret=SECRET, port=free_port())):
        done = gouji(*words, "--store", store, "--lang", lang)
        assert (done.status, done.out) == (2, ""), done
        assert len(done.err.splitlines()) == 1
        assert SECRET not in done.err
    assert sorted(Path().iterdir()) == before
