"""Which reports there are under the paths given, in order, however many: folders are walked again for each pass.

A walk holds what lies between the first path and the one it is at, never a whole folder of a million names: names are
put in order in parts, and parts that are many wait in files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path, PurePosixPath

from validator.files.given import why
from validator.files.ordered import Ordered, natural_order
from validator.files.stores import Address, Store, is_address
from validator.files.writing import Identity, identity
from validator.startup.records import dataclass, field

SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots", ".numbers"}
)
"""What a report may come in. One that cannot be read is told: passed over in silence it would seem sound."""
PUBLISHED = frozenset({".html", ".htm", ".docx", ".odt", ".pdf", ".txt", ".md"})
"""What reports are published as. One that is given by name is always tried."""
LOCK_PREFIX = "~$"
"""Excel leaves ``~$name.xlsx`` beside a workbook that is open."""
CACHE_TAG = "CACHEDIR.TAG"
"""By convention a folder with a file of this name holds what programs keep for themselves."""

_OF_THE_SYSTEM = frozenset({"Thumbs.db", "desktop.ini"})
"""Windows leaves these in folders; nobody handed them in, nor files whose name begins with a dot."""
_AT_ONCE = 20_000
"""So many names, or paths, are held in memory; of more the rest waits in files, or is walked again."""

Where = Path | Address
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The workbooks under the paths given, in order, and how many lock files were passed over.

    `closed`: the line about each folder that could not be listed, so that nothing is known of what it holds. `given`
    are the files that were named themselves, `other` what else lies in the folders; nobody looked into it.
    """

    files: Collection[Where]
    skipped: int
    closed: Mapping[Where, str] = field(default_factory=dict)
    given: frozenset[Where] = frozenset()
    other: Collection[Where] = ()


def find(paths: Iterable[Where], *, published: bool = False, left_out: Collection[Identity] = ()) -> Found:
    """Files as given; folders walked in sorted order for workbooks, lock files skipped and counted.

    `published`: pages and documents in the folders are reports as well. `left_out` are files of this machine to be
    passed over.
    """
    wanted = _is_report if published else is_workbook
    roots = tuple(paths)
    files, other, skipped = _Taken(), _Taken(), 0
    closed: dict[Where, str] = {}
    given: set[Where] = set()
    for one, is_given in _under(roots, closed, left_out):
        given |= {one} if is_given else set()
        is_report = is_given or wanted(one.name)
        if not one.name.startswith(LOCK_PREFIX):
            (files if is_report else other).take(one)
        elif is_report:
            skipped += 1

    def again(*, reports: bool) -> Iterator[Where]:
        for one, is_given in _under(roots, {}, left_out):
            if (is_given or wanted(one.name)) is reports and not one.name.startswith(LOCK_PREFIX):
                yield one

    return Found(
        files.whole(lambda: again(reports=True)),
        skipped,
        closed,
        frozenset(given),
        other.whole(lambda: again(reports=False)),
    )


@dataclass(frozen=True, slots=True)
class _Walked(Collection[Where]):
    """More paths than are held: whoever wants them walks once more."""

    count: int
    walk: Callable[[], Iterator[Where]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Where]:
        return self.walk()

    def __contains__(self, one: object) -> bool:
        return any(one == path for path in self.walk())


@dataclass(slots=True)
class _Taken:
    """Paths as they come: all of them while they are few, else only how many."""

    count: int = 0
    held: list[Where] = field(default_factory=list)

    def take(self, one: Where) -> None:
        self.count += 1
        if self.count <= _AT_ONCE:
            self.held.append(one)
        else:
            self.held.clear()

    def whole(self, walk: Callable[[], Iterator[Where]]) -> Collection[Where]:
        return tuple(self.held) if self.count == len(self.held) else _Walked(self.count, walk)


def _under(
    roots: tuple[Where, ...], closed: dict[Where, str], left_out: Collection[Identity]
) -> Iterator[tuple[Where, bool]]:
    """Each path once, and whether it was given itself."""
    every: Iterator[tuple[Where, bool]] = chain.from_iterable(_below(root, closed) for root in roots)
    if left_out:
        every = (each for each in every if not (isinstance(each[0], Path) and identity(each[0]) in left_out))
    if not _overlap(roots):
        yield from every
        return
    seen: set[Where] = set()
    for one, is_given in every:
        if one not in seen:
            seen.add(one)
            yield one, is_given


def _below(root: Where, closed: dict[Where, str]) -> Iterator[tuple[Where, bool]]:
    if _is_folder(root):
        return ((one, False) for one in _walk(root, closed))
    return iter(((root, True),))


def _overlap(roots: tuple[Where, ...]) -> bool:
    """Whether a path may come twice: a root is another one, or lies in it."""
    places = [_parts(root) for root in roots]
    return any(
        one == other[: len(one)] for at, one in enumerate(places) for number, other in enumerate(places) if at != number
    )


def _parts(one: Where) -> tuple[str, ...]:
    return PurePosixPath(one).parts if isinstance(one, Address) else one.parts


def _is_folder(path: Where) -> bool:
    """A path that the system does not even look at (too long, no permission) is a file for the reader to refuse."""
    if isinstance(path, Address):
        return not is_workbook(path.name) and Store.of(path).is_folder(path)
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _walk(root: Where, closed: dict[Where, str]) -> Iterator[Where]:
    """What a person sees in a folder; a sub-folder called like a workbook stands for itself and is not entered."""
    waiting: list[Iterator[Where]] = [iter((root,))]
    while waiting:
        folder = next(waiting[-1], None)
        if folder is None:
            waiting.pop()
            continue
        names, folders = Ordered(_AT_ONCE), Ordered(_AT_ONCE)
        try:
            _scan(folder, names, folders)
        except OSError as error:
            closed[folder] = f"{folder}：列不出文件夹的内容（{why(error)}），其中的报告没有读取"
            continue
        yield from _joined(folder, names)
        waiting.append(_joined(folder, folders))


def _joined(folder: Where, names: Iterable[str]) -> Iterator[Where]:
    return (folder / name for name in names)


def _scan(folder: Where, names: Ordered, folders: Ordered) -> None:
    """The names of files and of folders to enter. Raises OSError where the folder cannot be listed."""
    for name, is_folder, is_link in Store.of(folder).listed(folder) if isinstance(folder, Address) else _local(folder):
        if is_folder and not is_workbook(name):
            if not is_link:
                folders.add(name)
        elif name == CACHE_TAG:
            names.clear()
            folders.clear()
            return
        elif (not name.startswith(".") or name.lower() in SUFFIXES) and name not in _OF_THE_SYSTEM:
            names.add(name)


def _local(folder: Path) -> Iterator[tuple[str, bool, bool]]:
    with os.scandir(folder) as found:
        for entry in found:
            try:
                is_folder = entry.is_dir()
            except OSError:
                is_folder = False
            yield entry.name, is_folder, is_folder and entry.is_symlink()


def is_workbook(name: str) -> bool:
    """Whether a file of that name in a folder is taken for a report, also one that has lost all but ``.xlsx``."""
    return Path(name).suffix.lower() in SUFFIXES or name.lower() in SUFFIXES


def _is_report(name: str) -> bool:
    return is_workbook(name) or Path(name).suffix.lower() in PUBLISHED


def place_of(text: str) -> Where:
    """What was given as a path: one of this machine, or an address of a store."""
    return Address(text) if is_address(text) else Path(text)


def walking_order(roots: Iterable[Where]) -> Callable[[str], Key | None]:
    """A key by which paths found under `roots` sort as they are found; None for a path that lies under none."""
    known = [(number, str(root), _inside(root)) for number, root in enumerate(roots)]

    @lru_cache(maxsize=64)
    def of_folder(folders: str) -> tuple[object, ...]:
        return tuple((1, natural_order(one)) for one in _split(folders))

    def key(path: str) -> Key | None:
        for number, root, inside in known:
            if path == root:
                return (number,)
            if path.startswith(inside):
                folders, name = os.path.split(path[len(inside) :])
                return (number, *of_folder(folders), (0, natural_order(name)))
        return None

    return key


def _inside(root: Where) -> str:
    """What the paths below a root begin with."""
    if isinstance(root, Address):
        return f"{str(root).rstrip('/')}/"
    return "" if root == Path() else os.path.join(root, "")  # noqa: PTH118  with the separator at its end


def _split(folders: str) -> list[str]:
    return [one for one in re.split(r"[/\\]" if os.sep == "\\" else "/", folders) if one]
