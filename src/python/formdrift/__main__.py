"""The command ``formdrift``, also as ``python -m formdrift``."""

import os
import signal
import sys
from typing import NoReturn

from . import _native


def main() -> NoReturn:
    """Runs the command line with the arguments of this process and ends it."""
    # Ctrl-C ends the command at once, as it ends the program without Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = _native.run(["formdrift", *sys.argv[1:]])
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
