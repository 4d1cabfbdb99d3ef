"""The store by itself, on SQLite and on PostgreSQL alike: versions, marks, schemas, and what is no store."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.history.reports import BODY, report_of
from tests.history.server import Server, free_port
from tests.shipped import CATALOGUE, preview
from validator.exchange.extract import extract
from validator.history import opening
from validator.history.entries import Accepted
from validator.history.opening import database
from validator.history.records import Kept, data_of, recorded
from validator.history.refusals import BadStore
from validator.history.schema import REPORT
from validator.history.shelf import MANY, Shelf
from validator.history.store import Store, opened
from validator.readers import UnreadableWorkbook
from validator.startup.records import replace

WRONG = "falsch"
FIRST = Path(__file__).with_name("first_schema.sql")


def accepted(year: int = 2024, *, file: str = "a", by: str = "甲", organ: str = BODY, **how: int) -> Accepted:
    filing = preview(report_of(year, organ=organ, **how), f"{organ}{year}.xlsx")
    digest = sha256(file.encode()).hexdigest()
    return Accepted(
        organ=organ,
        year=year,
        edition='"2021"',
        path=filing.path,
        sha256=digest,
        status="clean",
        gouji="0.1.0",
        by=by,
        record=recorded(filing),
    )


def made(place: str) -> Store:
    return opened(place, may_be_made=True)


def test_who_when_and_which_file_are_kept(place: str) -> None:
    store = made(place)
    done = store.add(accepted())
    (one,) = opened(place).versions()
    assert (done.id, done.number, done.replaces, done.is_new) == (one.id, 1, None, True)
    assert (one.organ, one.year, one.path, one.status, one.added_by) == (BODY, 2024, f"{BODY}2024.xlsx", "clean", "甲")
    assert (one.sha256, one.gouji, json.loads(one.edition)) == (sha256(b"a").hexdigest(), "0.1.0", "2021")
    assert one.added_at.endswith("+00:00")
    assert (one.removed_at, one.removed_by, one.number) == (None, None, 1)


def test_the_same_file_once_more_is_kept_once(place: str) -> None:
    store = made(place)
    first = store.add(accepted())
    again = store.add(accepted(by="乙"))
    assert (again.id, again.is_new) == (first.id, False)
    assert [one.added_by for one in store.versions()] == ["甲"]


def test_every_version_is_kept_and_the_last_one_counts(place: str) -> None:
    store = made(place)
    numbers = [store.add(accepted(2023, file=file, left=left)).id for file, left in (("a", 1), ("b", 2), ("a", 1))]
    assert [(one.id, one.number) for one in store.versions()] == list(zip(numbers, (1, 2, 3), strict=True))
    assert [version.id for version, _ in store.records()] == numbers[-1:]
    done = store.remove(numbers[2], "乙")
    assert (done.already, done.counts_now, done.version.sha256) == (False, numbers[1], sha256(b"a").hexdigest())
    ((version, kept),) = store.records()
    assert version.id == numbers[1]
    assert kept.filing(CATALOGUE).number("表三.结转下年.自然人") == 2
    gone = store.versions()[2]
    assert (gone.removed_by, bool(gone.removed_at)) == ("乙", True)


def test_a_report_that_was_taken_out_can_come_back(place: str) -> None:
    store = made(place)
    first = store.add(accepted())
    assert store.remove(first.id, "乙").counts_now is None
    assert list(store.records()) == []
    again = store.remove(first.id, "丙")
    assert again.already
    assert store.versions()[0].removed_by == "乙"
    back = store.add(accepted())
    assert (back.is_new, back.number, back.replaces) == (True, 2, None)
    assert back.id > first.id


def test_a_number_that_there_is_not(place: str) -> None:
    store = made(place)
    with pytest.raises(BadStore, match="没有第 7 号报告"):
        store.remove(7, "甲")


def test_bodies_are_one_whatever_their_blanks(place: str) -> None:
    store = made(place)
    store.add(accepted())
    store.add(accepted(file="b", organ="示例市 人民政府"))
    store.add(accepted(organ="示例市乙局"))
    assert [one.number for one in store.versions("示例市　人民政府")] == [1, 2]
    assert [one.organ for one, _ in store.records()] == ["示例市乙局", "示例市 人民政府"]
    assert [one.organ for one, _ in store.records("示例市乙局")] == ["示例市乙局"]


def test_only_years_before_are_given_where_a_year_is_collected(place: str) -> None:
    store = made(place)
    for year in (2022, 2023, 2024):
        store.add(accepted(year))
    assert sorted(year for _, year in store.earlier().reports) == [2022, 2023, 2024]
    assert sorted(year for _, year in store.earlier(2024).reports) == [2022, 2023]


def test_what_a_check_depends_on_has_another_digest_with_every_change(place: str) -> None:
    store = made(place)
    seen = [store.earlier().digest]
    number = store.add(accepted(2023)).id
    seen.append(store.earlier().digest)
    store.add(accepted(2024))
    seen.append(store.earlier().digest)
    assert store.earlier(2024).digest == seen[1]
    store.remove(number, "甲")
    seen.append(store.earlier().digest)
    assert len(set(seen)) == len(seen)


def test_a_filing_comes_back_as_it_was() -> None:
    filing = preview(report_of(2024), "a.xlsx")
    moved = {**filing.places, "表三.本年新收.总计": replace(filing.places["表三.本年新收.总计"], cell="K9")}
    values = {name: cell for name, cell in filing.cells.items() if name != "表三.结转下年.总计"}
    filing = replace(filing, places={k: v for k, v in moved.items() if k in values}, cells=values)
    again = Kept(recorded(filing), "a.xlsx").filing(CATALOGUE)
    assert again.numbers == filing.numbers
    assert {name: one for name, one in again.places.items() if name in filing.form.indicators} == {
        name: one for name, one in filing.places.items() if name in filing.form.indicators
    }
    assert not again.has("表三.结转下年.总计")
    assert (again.organ, again.year, again.form, again.path) == (BODY, 2024, filing.form, "a.xlsx")
    assert all(again.text(one.name) == filing.text(one.name) for one in filing.form.texts)
    assert again.waivers == filing.waivers


def test_a_record_is_what_extract_writes() -> None:
    from validator.exchange.filing_data import as_json

    filing = preview(report_of(2024), "a.xlsx")
    assert data_of(recorded(filing)) == as_json(extract(filing))


def test_a_record_that_nobody_understands_names_the_report() -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^a\.xlsx：历年报告库里的这份报告读不懂"):
        Kept(b"junk", "a.xlsx").filing(CATALOGUE)


def test_a_record_that_was_changed_is_told(place: str) -> None:
    store = made(place)
    number = store.add(accepted()).id
    with database(place, may_be_made=False).writing() as connection:
        connection.execute(REPORT.update().values(record=accepted(2023).record))
    told = f"第 {number} 号报告的内容已损坏"
    with pytest.raises(BadStore, match=told):
        list(store.records())
    earlier = store.earlier()
    with pytest.raises(UnreadableWorkbook, match=told):  # of the report that asks for it; others are checked
        earlier.reports[BODY, 2024]
    with pytest.raises(BadStore, match=told):
        pickle.dumps(earlier)


def test_what_a_check_takes_is_what_counted_when_it_began(place: str) -> None:
    store = made(place)
    numbers = [store.add(accepted(year)).id for year in (2022, 2023)]
    earlier = store.earlier()
    store.add(accepted(2023, file="b", left=3))
    store.add(accepted(2024))
    store.remove(numbers[0], "甲")
    assert sorted(earlier.reports) == [(BODY, 2022), (BODY, 2023)]
    assert len(earlier.reports) == 2
    held = earlier.reports[BODY, 2023]
    assert isinstance(held, Kept)
    assert held.filing(CATALOGUE).number("表三.结转下年.自然人") == 1
    with pytest.raises(KeyError):
        earlier.reports[BODY, 2024]


def test_one_body_asks_for_its_own_years_and_many_for_all(tmp_path: Path) -> None:
    fetched: list[int] = []

    def fetch(numbers: Iterable[int]) -> dict[int, Kept]:
        fetched.append(len(asked := [*numbers]))
        return {number: Kept(b"", str(number)) for number in asked}

    bodies = [f"示例市{at}局" for at in range(MANY + 20)]
    shelf = Shelf({body: {2023: 2 * at, 2024: 2 * at + 1} for at, body in enumerate(bodies)}, fetch)
    for at, body in enumerate(bodies):
        assert [shelf[body, year] for year in (2024, 2023)] == [Kept(b"", str(2 * at + 1)), Kept(b"", str(2 * at))]
    assert fetched == [2] * MANY + [2 * len(bodies)]
    assert pickle.loads(pickle.dumps(shelf)) == {key: shelf[key] for key in shelf}  # noqa: S301  our own


def test_a_store_that_others_hold_is_waited_for_and_then_told(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = made(place)
    monkeypatch.setattr(opening, "PATIENCE", 0.2)
    with database(place, may_be_made=False).writing(), pytest.raises(BadStore, match="别的程序正在用这个库"):
        opened(place).add(accepted())
    assert store.add(accepted()).is_new


def test_reading_goes_on_while_another_one_writes(place: str) -> None:
    store = made(place)
    store.add(accepted(2023))
    with database(place, may_be_made=False).writing() as connection:
        connection.execute(REPORT.update().values(status="explain"))
        assert [one.status for one in opened(place).versions()] == ["clean"]
    assert [one.status for one in store.versions()] == ["explain"]


def test_what_a_server_refuses_is_told_without_the_password(server: Server) -> None:
    for store, told in {
        server.address("nowhere"): "没有这个数据库",
        server.address("postgres", WRONG): "用户名或密码不对",
        f"postgresql://u:geheim@127.0.0.1:{free_port()}/d": "连不上服务器",
    }.items():
        with pytest.raises(BadStore, match=told) as refused:
            opened(store)
        assert not [word for word in (WRONG, "geheim") if word in str(refused.value)]


def test_a_server_of_many_programs_is_shared(server: Server) -> None:
    place = server.new()
    server.ask(place.rpartition("/")[2], "CREATE TABLE invoices (id INTEGER)")
    assert opened(place).versions() == []
    assert made(place).add(accepted()).id == 1
    with database(place, may_be_made=False).reading() as connection:
        assert connection.execute(select(REPORT.c.id)).scalars().all() == [1]


def test_what_is_committed_reaches_the_disk(tmp_path: Path) -> None:
    """FULL leaves a moment in which the folder has not yet forgotten the journal; EXTRA does not."""
    with database(str(tmp_path / "x.sqlite"), may_be_made=True).reading() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")
        }
    assert asked == {"synchronous": 3, "journal_mode": "delete"}
