"""The add-in as a file: the same bytes everywhere, sound inside, and the committed text in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from addin.building import ovba, ribbon, workbook_parts
from addin.building import xlam as source
from addin.building.ovba import ModuleKind
from tests.addin import reading
from tests.conftest import ROOT
from validator.files.writing import BadOutput
from validator.version import VERSION

BUTTONS = ["check", "previous", "next", "clear", "waive", "fix", "zeros", "report", "new", "help"]
LABELS = ["校验", "上一处", "下一处", "清除标记", "情况说明", "安全修正", "空白填 0", "校验报告", "新建模板", "帮助"]
OFFICE_IMAGES = {
    "AutoCorrect",
    "ClearFormats",
    "ErrorChecking",
    "FileNew",
    "FillDown",
    "Help",
    "ReviewNewComment",
    "ReviewNextComment",
    "ReviewPreviousComment",
    "WebPagePreview",
}
"""Of Microsoft's lists of control identifiers, names that are in those of Excel 2013, 2016, 2019 and Microsoft 365."""


def _tab(xlam: Path) -> list[ElementTree.Element]:
    root = reading.xml(reading.parts(xlam)[workbook_parts.RIBBON])
    return list(root.iter(f"{{{ribbon.NAMESPACE_2009}}}button"))


def test_another_process_builds_the_same_bytes(xlam: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from addin.building.xlam import build; build(Path(sys.argv[1]))"
    again = tmp_path / "again.xlam"
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(again)], check=True, cwd=ROOT, env=environment)
    assert again.read_bytes() == xlam.read_bytes()


def test_olevba_shows_the_text_of_every_module(xlam: Path) -> None:
    assert reading.sources(xlam) == {one.name: ovba.stored_text(one) for one in source.modules()}


def test_the_committed_vba_is_what_the_binary_holds(xlam: Path) -> None:
    found = reading.sources(xlam)
    committed = {path.stem: path.read_text("ascii") for path in (source.HERE / "vba").glob("*.bas")}
    assert sorted(committed) == ["GoujiRibbon", "GoujiText", "GoujiWalk", "GoujiWindow"]
    assert {name: found[name] for name in committed} == {
        name: text.replace("\n", "\r\n") for name, text in committed.items()
    }


def test_the_compound_file_has_no_defect(xlam: Path) -> None:
    data = reading.parts(xlam)["xl/vbaProject.bin"]
    with reading.compound(data) as opened:
        modules = [one.name for one in source.modules()]
        streams = [["PROJECT"], ["PROJECTwm"], *(["VBA", name] for name in (*modules, "_VBA_PROJECT", "dir"))]
        assert sorted(opened.listdir()) == sorted(streams)
        assert opened.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000100")
        project = opened.openstream("PROJECT").read().decode("ascii").split("\r\n")
        assert project[1:9] == [
            "Document=ThisWorkbook/&H00000000",
            "Document=Sheet1/&H00000000",
            "Document=Sheet2/&H00000000",
            "Module=xlwings",
            "Module=GoujiRibbon",
            "Module=GoujiText",
            "Module=GoujiWalk",
            "Module=GoujiWindow",
        ]


def test_the_dir_stream_names_every_module_once(xlam: Path) -> None:
    data = reading.parts(xlam)["xl/vbaProject.bin"]
    with reading.compound(data) as opened:
        stored = reading.decompressed(opened.openstream("VBA/dir").read())
    for one in source.modules():
        assert stored.count(b"\x19\x00" + len(one.name).to_bytes(4, "little") + one.name.encode()) == 1


def test_every_part_has_a_type_and_every_relation_a_target(xlam: Path) -> None:
    parts = reading.parts(xlam)
    types = reading.xml(parts["[Content_Types].xml"])
    stated = {one.get("PartName", one.get("Extension", "")) for one in types}
    for name in parts:
        assert f"/{name}" in stated or name.rpartition(".")[2] in stated
    for name, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        targets = [base + one.attrib["Target"] for one in reading.xml(parts[name])]
        assert [one for one in targets if one not in parts] == []
    kinds = {one.get("PartName"): one.get("ContentType") for one in types}
    assert kinds["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def test_every_xml_part_is_well_formed(xlam: Path) -> None:
    texts = {name: data for name, data in reading.parts(xlam).items() if name.endswith((".xml", ".rels"))}
    assert {name: reading.xml(data).tag.startswith("{http") for name, data in texts.items()} == dict.fromkeys(
        texts, True
    )


def test_the_tab_has_the_ten_buttons_in_order(xlam: Path) -> None:
    assert [one.get("id") for one in _tab(xlam)] == BUTTONS
    assert [one.get("label") for one in _tab(xlam)] == LABELS
    assert {one.get("imageMso") for one in _tab(xlam)} == OFFICE_IMAGES


def test_every_button_calls_a_public_procedure_with_a_ribbon_control(xlam: Path) -> None:
    code = reading.sources(xlam)
    for button in _tab(xlam):
        module, procedure = button.attrib["onAction"].split(".")
        assert f"Public Sub {procedure}(control As IRibbonControl)\r\n" in code[module]


@pytest.mark.parametrize(
    ("part", "schema"), [(workbook_parts.RIBBON, "customui14.xsd"), (workbook_parts.RIBBON_2006, "customUI.xsd")]
)
def test_the_tab_obeys_microsofts_schema(xlam: Path, shared: Path, part: str, schema: str) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    errors = xmlschema.XMLSchema(shared / "schemas" / schema).iter_errors(reading.xml(reading.parts(xlam)[part]))
    assert list(errors) == []


def test_the_older_tab_differs_in_its_namespace_only(xlam: Path) -> None:
    parts = reading.parts(xlam)
    assert parts[workbook_parts.RIBBON_2006].replace(b"2006/01", b"2009/07") == parts[workbook_parts.RIBBON]


def test_versions_are_stated_in_the_file(xlam: Path) -> None:
    root = reading.xml(reading.parts(xlam)[workbook_parts.PROPERTIES])
    assert {one.get("name"): "".join(one.itertext()) for one in root} == source.versions()
    assert source.versions()["gouji"] == VERSION


def test_every_wording_the_vba_asks_for_is_there_and_no_other() -> None:
    text = "".join(one.source for one in source.modules())
    asked = set(re.findall(r'Wording\("(\w+)"\)', text))
    there = {key.removeprefix("text.") for key, _ in source.configuration() if key.startswith("text.")}
    assert asked == there


def test_no_setting_of_the_sheet_chooses_a_program() -> None:
    settings = {key for key, _ in source.configuration() if not key.startswith("text.")}
    assert settings == {"SHOW CONSOLE"}


def test_the_twin_for_other_programs_differs_in_the_workbooks_type_only(xlam: Path, tmp_path: Path) -> None:
    twin = tmp_path / "gouji.xlsm"
    source.build(twin)
    one, other = reading.parts(xlam), reading.parts(twin)
    assert [name for name in one if one[name] != other[name]] == ["[Content_Types].xml"]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(source.BuildError, match="xlam"):
        source.build(tmp_path / "gouji.xlsx")


def test_an_existing_file_is_replaced_and_no_draft_stays(xlam: Path, tmp_path: Path) -> None:
    target = tmp_path / "gouji.xlam"
    target.write_bytes(b"old")
    source.build(target)
    assert target.read_bytes() == xlam.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["gouji.xlam"]


def test_a_failed_build_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "gouji.xlam"
    target.mkdir()
    with pytest.raises(BadOutput, match=r"gouji\.xlam：写入失败（这是文件夹）"):
        source.build(target)
    assert [one.name for one in tmp_path.iterdir()] == ["gouji.xlam"]


def test_own_modules_are_standard_modules_with_option_explicit() -> None:
    own = [one for one in source.modules() if one.name.startswith("Gouji")]
    assert all(one.kind is ModuleKind.STANDARD for one in own)
    assert all(one.source.startswith(f'Attribute VB_Name = "{one.name}"\nOption Explicit\n') for one in own)


def test_no_dialog_shows_the_sheet_of_settings(xlam: Path) -> None:
    """And another sheet could be shown: a workbook without one Excel calls damaged."""
    book = reading.parts(xlam)["xl/workbook.xml"].decode()
    states = re.findall(r'<sheet name="([^"]+)" sheetId="\d" (?:state="(\w+)" )?r:id="(\w+)"', book)
    assert states == [("gouji.conf", "veryHidden", "rId1"), ("gouji", "", "rId4")]
    assert 'firstSheet="1" activeTab="1"' in book
    links = reading.parts(xlam)["xl/_rels/workbook.xml.rels"].decode()
    assert re.findall(r'Id="(rId[14])"[^>]*Target="([^"]+)"', links) == [
        ("rId1", "worksheets/sheet1.xml"),
        ("rId4", "worksheets/sheet2.xml"),
    ]


def test_every_cell_format_names_its_parts(xlam: Path) -> None:
    formats = re.findall(r"<xf [^>]*>", reading.parts(xlam)["xl/styles.xml"].decode())
    assert len(formats) == 2
    assert all(f'{one}="0"' in each for each in formats for one in ("numFmtId", "fontId", "fillId", "borderId"))
