"""The browser of the tests: an installed Chromium or Chrome, or one that is installed now.

`python -m tests.browser` makes sure that there is one, before the tests begin.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# No requests of the browser's own: only what a page asks for may be counted.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
)


def installed() -> str | None:
    """The path of an installed browser: $BROWSER_PATH, one on the PATH, or Playwright's own."""
    for name in (os.environ.get("BROWSER_PATH", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    applications = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if applications.exists():
        return str(applications)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install one: Debian's package as root, else Playwright's own."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Debian's chromium for the tests ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
    print("Installing Playwright's Chromium for the tests ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if installed():
        return 0
    install()
    if installed():
        return 0
    print("error: no browser for the tests: install Chromium or Chrome, or name one with BROWSER_PATH", file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    raise SystemExit(main())
