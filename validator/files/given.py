"""Files that the user gives: why one cannot be opened, and TOML files (configuration, waivers)."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from validator.files.harmless import cut
from validator.files.likely import did_you_mean


class BadFile(ValueError):  # noqa: N818  a verdict on the file
    """A file of the user's is wrong. The message names the file and the key."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "只读磁盘",
    errno.ENAMETOOLONG: "文件名太长",
}


def why(error: OSError) -> str:
    """The cause in Chinese where it is a common one, else as the system words it."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def read_toml(path: Path, key: str) -> Any:
    """What stands under the one key that the file may have, None where it is absent. Raises BadFile."""
    return read_keys(path, key).get(key)


def read_keys(path: Path, *keys: str) -> dict[str, Any]:
    """What stands under the keys that the file may have, absent ones left out. Raises BadFile."""
    import tomllib  # most runs read no settings

    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadFile(f"{path}：读不了（{why(error)}）") from error
    except (ValueError, RecursionError) as error:  # also a number of 5,000 digits, arrays nested without end
        raise BadFile(f"{path}：不是 TOML（{error}）") from error
    if unknown := sorted(set(data) - set(keys)):
        raise BadFile(
            f"{path}：不认识的键 {cut(unknown[0])}，这里只有 {'、'.join(keys)}{did_you_mean(unknown[0], keys)}"
        )
    return data
