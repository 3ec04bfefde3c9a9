"""`python -m knowledge.fetching MODEL FOLDER`: fetch one embedding model's files; the caller ends it when it is slow."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from knowledge.local_models import described

_REACH = 5.0  # seconds in which a hub that is there at all takes a connection


def main(model: str, folder: Path) -> int:
    """Return 0 when the files are there, 1 after a line on stderr that says why not."""
    from huggingface_hub import constants

    hub = urlsplit(constants.ENDPOINT)
    try:
        # Where there is no hub, the library would try for much longer to find out.
        if not getproxies().get(hub.scheme):
            port = hub.port or (443 if hub.scheme == "https" else 80)
            socket.create_connection((hub.hostname or "", port), timeout=_REACH).close()
        _fetch(model, folder)
    except Exception as error:  # noqa: BLE001 - each becomes the one line that the caller reads
        told = " ".join(str(error).split())[:300]
        print(f"{type(error).__name__}: {told} ({hub.hostname})", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _fetch(model: str, folder: Path) -> None:
    from fastembed import TextEmbedding

    wanted = described(model)
    TextEmbedding.download_files_from_huggingface(
        wanted.sources.hf,
        cache_dir=str(folder),
        extra_patterns=[wanted.model_file, *wanted.additional_files],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
