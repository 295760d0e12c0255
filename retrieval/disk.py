"""What a disk refuses to write, as our own error: the archive's room and the index's meet it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import ArchiveError, ArchiveFullError, ArchiveReadOnlyError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Where writing `path` fails, raise `ArchiveFullError` or `ArchiveReadOnlyError`.

    FAISS and Tantivy tell what the system said in the text of a RuntimeError or ValueError only;
    one that tells of no such thing is passed on.
    """
    try:
        yield
    except OSError as error:
        # NumPy's own, for fewer bytes written than asked for, bears no number.
        raise _refusal(path, full=error.errno in (None, *_FULL)) from None
    except (RuntimeError, ValueError) as error:
        said = str(error)
        if any(os.strerror(number) in said for number in _FULL):
            raise _refusal(path, full=True) from None
        if any(os.strerror(number) in said for number in _REFUSED):
            raise _refusal(path, full=False) from None
        raise


def _refusal(path: Path, *, full: bool) -> ArchiveError:
    return ArchiveFullError(path) if full else ArchiveReadOnlyError(path)
