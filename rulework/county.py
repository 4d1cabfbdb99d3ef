"""A county that never was: 34 units whose reports are the real figures of a city, scaled, split and spoilt.

``python -m rulework.county FOLDER`` writes what `docs/collect.md` walks through: the reports in ``收来的报告``, the
roster ``名单.csv``, the county's own report ``示例县2025.xlsx``. The same seed gives the same county.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from validator.api import fill
from validator.catalogue.shipped import shipped
from validator.exchange.filing_data import parse

YEAR = 2025
OFFICE = "示例县人民政府"
CAME, ROSTER, OWN = "收来的报告", "名单.csv", "示例县2025.xlsx"
SOURCE = Path(__file__).parents[1] / "examples" / "data" / "宿迁市2024.json"
"""Real published figures."""
_SCALE = 12
_TOWNS = ("城关镇", "东河镇", "西山镇", "青石镇", "柳林镇", "清泉镇", "石桥镇", "南岭乡", "北湖乡", "白杨乡", "双塔乡")
_BUREAUS = (
    *("发展和改革委员会", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局"),
    *("自然资源和规划局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局"),
    *("卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局"),
)
TOWN_KIND, BUREAU_KIND, OFFICE_KIND = "乡镇政府（街道办事处）", "县级政府部门", "县级政府"
_COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
_EARLY, _LATE = "2026-01-10T09:00:00", "2026-01-20T09:00:00"
Values = dict[str, int | float]


class File(NamedTuple):
    """One file of the county: what it holds, and when it was saved (seconds since 1970)."""

    name: str
    content: bytes
    saved: int


class County(NamedTuple):
    """The files that came, the roster as CSV, the county's own report, and every unit's figures as they were meant."""

    files: tuple[File, ...]
    roster: str
    office: bytes
    reports: Mapping[str, Values]


def name_of(short: str) -> str:
    """民政局 -> 示例县民政局, 东河镇 -> 示例县东河镇人民政府."""
    return f"示例县{short}人民政府" if short[-1] in "镇乡" else f"示例县{short}"


UNITS = (*map(name_of, _TOWNS), "示例县龙泉街道办事处", *map(name_of, _BUREAUS))


def kind_of(organ: str) -> str:
    """The kind of body."""
    return TOWN_KIND if organ.endswith(("人民政府", "街道办事处")) else BUREAU_KIND


def split(count: int, seed: int) -> list[Values]:
    """The real figures, scaled, as the balanced reports of so many bodies: inputs only, totals are theirs to add."""
    chance = random.Random(seed)  # noqa: S311  no secret
    real = json.loads(SOURCE.read_text("utf-8"))["values"]
    weights = [chance.lognormvariate(0, 0.8) for _ in range(count)]
    form = shipped().form("2021")
    found: list[Values] = [{name: 0 for name in form.indicators if name not in form.totals} for _ in range(count)]
    for name in found[0]:
        if not name.startswith(("表二.规章", "表三.本年新收", "表三.上年结转")):
            _share(found, name, real[name], weights, chance)
    for one in found:
        _balance(one, chance)
    return found


def _share(found: list[Values], name: str, value: float, weights: list[float], chance: random.Random) -> None:
    if name.endswith(".金额"):
        parts = [round(value / _SCALE * weight / sum(weights), 4) for weight in weights]
        for one, part in zip(found, parts, strict=True):
            one[name] = part
        return
    for at in chance.choices(range(len(found)), weights, k=min(round(value / _SCALE), 4_000)):
        found[at][name] += 1


def _balance(one: Values, chance: random.Random) -> None:
    """本年新收 and 上年结转 are what was handled and what is left; what is in force is no less than was issued."""
    made, valid = "表二.行政规范性文件.制发", "表二.行政规范性文件.有效"
    one[valid] = max(one[valid], one[made]) + one["表二.行政规范性文件.废止"]
    for column in _COLUMNS:
        rows = [name for name in one if name.startswith("表三.") and name.endswith(f".{column}")]
        handled = int(sum(one[name] for name in rows))
        before = chance.randint(0, handled // 8)
        one[f"表三.上年结转.{column}"], one[f"表三.本年新收.{column}"] = before, handled - before


def added(reports: list[Values]) -> Values:
    """The sum, cell by cell."""
    return {name: round(sum(one[name] for one in reports), 6) for name in reports[0]}


def filing(organ: str, values: Values, **more: Any) -> dict[str, Any]:
    """A report as JSON data, whose text says what its tables hold."""
    year = more.get("year", YEAR)
    total = {
        row: sum(values[f"表三.{row}.{column}"] for column in _COLUMNS) for row in ("本年新收", "上年结转", "结转下年")
    }
    done = total["本年新收"] + total["上年结转"] - total["结转下年"]
    text = {
        "标题": f"{organ}{year}年政府信息公开工作年度报告",
        "一": (
            "（一）主动公开。围绕群众关心的事项主动公开信息。\n"
            f"（二）依申请公开。本机关新收政府信息公开申请{total['本年新收']}件，上年结转{total['上年结转']}件，"
            f"办结{done}件，结转下年度继续办理{total['结转下年']}件。\n"
            "（三）政府信息管理。发布前逐件做保密审查，定期清理失效内容。\n"
            "（四）政府信息公开平台建设。专人维护公开栏目，检索更方便。\n"
            "（五）监督保障。政务公开列入工作考核；邀请代表参加社会评议；没有发生需要责任追究的情形。"
        ),
        "五": "存在的主要问题：公开目录更新不及时。\n改进情况：按季度通报更新情况，组织经办人员轮训。",
        "六": (
            "1.本年度没有发出收费通知，收取信息处理费0元。\n"
            f"2.本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
        ),
    }
    data = {"organ": organ, "organ_type": kind_of(organ), "year": year, "values": values, "text": text}
    return data | {"published": f"{year + 1}-01-18"} | more


def workbook(data: Mapping[str, Any]) -> bytes:
    """The report as a filled template."""
    return fill(parse(dict(data), shipped().forms))


def made(seed: int = 34) -> County:
    """The county with its faults."""
    reports = dict(zip(UNITS, split(len(UNITS), seed), strict=True))
    came = {organ: [filing(organ, values)] for organ, values in reports.items()}
    _spoil(came, reports)
    files = [one for organ, found in came.items() for one in _files(organ, found)]
    files.append(File("示例县审计局2025.xlsx", b"not a workbook", _seconds(_EARLY)))
    stranger = filing(
        "示例县融媒体中心", split(1, seed + 1)[0] | dict.fromkeys(reports[UNITS[0]], 0), organ_type="其他"
    )
    files.append(File("示例县融媒体中心2025.xlsx", workbook(stranger), _seconds(_EARLY)))
    return County(tuple(files), _roster(), workbook(_office(reports)), reports)


def _spoil(came: dict[str, list[dict[str, Any]]], reports: dict[str, Values]) -> None:
    """What happens every January."""
    for short in ("双塔乡", "科学技术局", "审计局"):  # two are missing, one is no workbook
        came.pop(name_of(short))
    finance, civil = name_of("财政局"), name_of("民政局")
    older = reports[finance] | {"表二.行政处罚.处理决定": reports[finance]["表二.行政处罚.处理决定"] + 5}
    came[finance] = [filing(finance, older, file="（初稿）"), filing(finance, reports[finance])]
    broken = reports[civil] | {"表三.本年新收.自然人": reports[civil]["表三.本年新收.自然人"] + 7}
    came[civil] = [filing(civil, reports[civil], file="（第一次）"), filing(civil, broken)]
    _renamed(came, name_of("文化和旅游局"), "示例县文化广电局", reports)
    _renamed(came, name_of("水利局"), "示例县水务局", reports)
    statistics = name_of("统计局")
    came[statistics] = [filing(statistics, reports[statistics], year=YEAR - 1)]
    bridge = name_of("石桥镇")
    came[bridge] = [filing(bridge, old_edition(reports[bridge]), edition="2019")]
    traffic = name_of("交通运输局")
    slip = reports[traffic] | {"表三.予以公开.自然人": reports[traffic]["表三.予以公开.自然人"] + 3}
    came[traffic] = [filing(traffic, slip)]
    education, justice = name_of("教育局"), name_of("司法局")
    came[education][0] |= {"period": {"start": "2024-01-01", "end": "2024-12-31"}}
    came[justice][0] |= {"published": "2026-02-20"}


def _renamed(came: dict[str, list[dict[str, Any]]], organ: str, other: str, reports: dict[str, Values]) -> None:
    came[organ] = [filing(other, reports[organ])]


def old_edition(values: Values) -> Values:
    """The same report in the form of 2019: one row for 其他处理; what it has no cell for is gone."""
    form = shipped().form("2019")
    kept = {name: value for name, value in values.items() if name in form.indicators}
    kept = {name: 0 for name in form.indicators if name not in form.totals} | kept
    for column in _COLUMNS:
        rows = ("其他处理_逾期不补正", "其他处理_逾期不缴费", "其他处理_其他")
        kept[f"表三.其他处理.{column}"] = sum(values[f"表三.{row}.{column}"] for row in rows)
    return kept


def _files(organ: str, found: list[dict[str, Any]]) -> list[File]:
    """One file a report; of two the second was saved later."""
    files = []
    for data, when in zip(found, (_EARLY, _LATE), strict=False):
        word = data.pop("file", "")
        name = data["organ"] if "水务" in data["organ"] or "广电" in data["organ"] else organ
        files.append(File(f"{name}{data['year']}{word}.xlsx", workbook(data), _seconds(when)))
    return files


def _seconds(text: str) -> int:
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def _roster() -> str:
    rows = ["机关名称,机关类型,上级,曾用名,联系人", f"{OFFICE},{OFFICE_KIND},,,"]
    former = {name_of("文化和旅游局"): "示例县文化广电局"}
    rows += [f"{organ},{kind_of(organ)},{OFFICE},{former.get(organ, '')}," for organ in UNITS]
    return "\n".join(rows) + "\n"


TAKEN = tuple(
    organ
    for organ in UNITS
    if organ not in map(name_of, ("双塔乡", "科学技术局", "审计局", "水利局", "统计局", "交通运输局", "教育局"))
)
"""Whose reports are in the sums."""


def sums(reports: Mapping[str, Values]) -> Values:
    """What the reports in the sums add up to: that of the edition 2019 lacks some cells, and counts in one row."""
    merged = {organ: dict(reports[organ]) for organ in TAKEN}
    bridge, form = merged[name_of("石桥镇")], shipped().form("2019")
    for column in _COLUMNS:
        rows = ("其他处理_逾期不补正", "其他处理_逾期不缴费", "其他处理_其他")
        whole = sum(bridge[f"表三.{row}.{column}"] for row in rows)
        bridge |= {f"表三.{row}.{column}": 0 for row in rows} | {f"表三.其他处理_其他.{column}": whole}
    for name in bridge:
        if name.startswith("表二") and name not in form.indicators:
            bridge[name] = 0
    return added(list(merged.values()))


def swapped(value: float) -> int:
    """A number with its last two different digits in the wrong order."""
    text = str(int(value))
    at = max(at for at in range(len(text) - 1) if text[at] != text[at + 1])
    return int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def office_values(reports: Mapping[str, Values]) -> Values:
    """The county's figures with its own mistakes: 公安局 counted twice, 柳林镇 forgotten, two digits swapped."""
    whole = sums(reports)
    twice, forgotten = reports[name_of("公安局")], reports[name_of("柳林镇")]
    found = {name: round(value + twice[name] - forgotten[name], 6) for name, value in whole.items()}
    name = "表二.行政许可.处理决定"
    return found | {name: swapped(found[name])}


def _office(reports: Mapping[str, Values]) -> dict[str, Any]:
    return filing(OFFICE, office_values(reports), organ_type=OFFICE_KIND, published="2026-03-20")


def write(folder: Path, county: County) -> None:
    """The county as files."""
    came = folder / CAME
    came.mkdir(parents=True, exist_ok=True)
    for one in county.files:
        (came / one.name).write_bytes(one.content)
        os.utime(came / one.name, (one.saved, one.saved))
    (folder / ROSTER).write_text(county.roster, "utf-8-sig")
    (folder / OWN).write_bytes(county.office)


def write_example(folder: Path, county: County) -> None:
    """What is committed of it: roster, the county's own report, and what collecting says."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        write(Path(place), county)
        words = ["--roster", ROSTER, "--year", str(YEAR), "--organ", OFFICE, "--against", OWN, "-o", "汇总.xlsx"]
        command = [sys.executable, "-m", "validator", "collect", CAME, *words, "--today", "2026-03-01"]
        env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, check=False)  # noqa: S603  our own
        (folder / "结果.txt").write_bytes(done.stdout)
        (folder / ROSTER).write_bytes((Path(place) / ROSTER).read_bytes())
    (folder / f"{Path(OWN).stem}.json").write_text(own_data(county), "utf-8")


def own_data(county: County) -> str:
    """The county's own report as ``gouji fill`` takes it."""
    return json.dumps(_office(county.reports), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    if sys.argv[1] == "--example":
        write_example(Path(sys.argv[2]), made())
    else:
        write(Path(sys.argv[1]), made())
