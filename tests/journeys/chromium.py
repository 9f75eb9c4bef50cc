"""Where the browser is and how it is started; needs no settings of the portal."""

import os
import shutil

CHROMIUM = (
    os.environ.get("PORTAL_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
