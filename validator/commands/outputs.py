"""Where the copy of each workbook is written: one file, or a folder with the folders of the input in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from validator.commands import CommandError
from validator.commands.runs import here
from validator.files.writing import identity
from validator.run.walking import Found, is_workbook


def targets(paths: Iterable[str], found: Found, output: str) -> Mapping[Path, Path]:
    """The copy of each workbook found below the paths: `output` itself for one, a file in that folder for several.

    Raises CommandError where two would be the same file, and where a file is to be a folder.
    """
    given = [Path(path) for path in paths]
    out = Path(output)
    if _is_one_file(given, found, output):
        return dict.fromkeys(here(found), out)
    if out.is_file():
        raise CommandError(f"{out}：有多份报告，输出应为文件夹，这是文件")
    return _below_folder(given, found, out)


def in_folder(paths: Iterable[str], found: Found, folder: str) -> Mapping[Path, Path]:
    """A file in the folder for each workbook found below the paths, with the folders of the input in it.

    Raises CommandError where two would be the same file, and where the folder is a file.
    """
    out = Path(folder)
    if out.exists() and not out.is_dir():
        raise CommandError(f"{out}：应为文件夹，这是文件")
    return _below_folder([Path(path) for path in paths], found, out)


def _below_folder(given: list[Path], found: Found, out: Path) -> Mapping[Path, Path]:
    copies = {one: out / _below(one, given, found) for one in here(found)}
    _refuse_same(copies)
    return copies


def _is_one_file(given: list[Path], found: Found, output: str) -> bool:
    """One workbook goes to a file unless a folder is named; from a folder, only to what is called a workbook."""
    if len(found.files) != 1 or Path(output).is_dir() or output.endswith(("/", os.sep)):
        return False
    return given[0] in found.given or is_workbook(Path(output).name)


def _below(one: Path, given: list[Path], found: Found) -> Path:
    """The file's path from the folder that was given, its name alone where it was given itself."""
    if one in found.given:
        return Path(one.name)
    return next(one.relative_to(folder) for folder in given if one.is_relative_to(folder))


def _refuse_same(copies: Mapping[Path, Path]) -> None:
    seen: dict[str, Path] = {}
    for source, target in copies.items():
        other = seen.setdefault(os.path.normcase(target).casefold(), source)
        if other != source:
            raise CommandError(f"{other} 和 {source} 都要写成 {target}，请分开做，或者写到不同的文件夹")


def refuse_inputs(copies: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raises CommandError where a copy would replace a file that is read, under whatever name."""
    there = {known: target for target in copies if (known := identity(target))}
    for one in inputs if there else ():
        if (known := identity(one)) and (target := there.get(known)):
            raise CommandError(f"{target}：不能覆盖输入文件，请换一个输出文件名")
