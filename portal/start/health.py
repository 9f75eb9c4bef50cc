"""Ask the web server of this machine whether it is well, as the image's health check does."""

import http.client
import os
import sys


def status(port: int, host: str = "") -> int:
    """Return what `/health/` answers on `port` to a request for `host`; 0 when nothing does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": host or f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    named = os.environ.get("PORTAL_HOSTS", "").split(",")[0].strip().lstrip(".")
    sys.exit(status(int(os.environ.get("PORT", "8000")), named) != http.client.OK)
