"""``python -m nharong`` is the command ``nharong``."""

import sys

from nharong.cli import main

if __name__ == "__main__":
    sys.exit(main())
