"""The command line, a full door: every command of docs/manual/dong-lenh.md."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused or a difference found, 2 wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--data" in words[:-1]:
        position = words.index("--data")
        os.environ["NHARONG_DATA"] = str(Path(words[position + 1]).resolve())
        del words[position : position + 2]
    elif words[:1] == ["demo"]:
        os.environ["NHARONG_DATA"] = str(Path("demo-data").resolve())  # never where real data may lie
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nharong.config.settings")

    # Settings read the data folder, and models need settings: nothing of ours may be imported before this point.
    import django  # noqa: PLC0415

    django.setup()
    from nharong.config.commands import run_command  # noqa: PLC0415

    return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
