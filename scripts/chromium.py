"""Find a Chromium for the browser tests, or install Debian's where the user may; otherwise say in one loud line how."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COMMAND = "apt-get update && apt-get install -y chromium"


def main() -> int:
    """0 if there is one; in continuous integration 1 if there is none."""
    if _found():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Browser tests need Chromium; running: {COMMAND}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["sh", "-c", COMMAND], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if _found():
            return 0
    print(f"*** NO CHROMIUM: the browser tests are left out. Install it: {COMMAND} ***", file=sys.stderr, flush=True)
    return 1 if os.environ.get("CI") else 0


def _found() -> bool:
    named = os.environ.get("LWJ_CHROMIUM")
    return bool(named and os.path.exists(named)) or any(shutil.which(n) for n in NAMES)


if __name__ == "__main__":
    sys.exit(main())
