"""An organisation's OpenID Connect provider on 127.0.0.1, as the portal meets one over HTTP.

It signs in without asking whomever `claims` describe, and is as strict as a real one: codes work
once, for the client, the address and the PKCE challenge that they were made for.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from portal.start.variables import Provider

CLIENT, SECRET = "portal", "between portal and council"
KEY = secrets.token_bytes(32)


class Council(ThreadingHTTPServer):
    """The provider: whom it signs in, what it does wrong, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.claims: dict[str, Any] = {"sub": "7", "email_verified": True}
        self.info: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}  # what stands in the word in the place of the truth
        self.fault = ""
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}

    def configured(self, **more: Any) -> Provider:
        """Return it as the settings name it."""
        known = {"code": "council", "name": "Council", "server": self.address}
        trusted = {"client": CLIENT, "secret": SECRET, "domains": ("example.org",)}
        return Provider(**{**known, **trusted, **more})


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Council

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, self._asked(urlsplit(self.path).query)
        if self.server.fault == path:
            return self._json({"error": "server_error"}, status=500)
        if path == "/.well-known/openid-configuration":
            return self._json(self._configuration())
        if path == "/authorize":
            return self._authorize(asked)
        bearer = self.headers.get("Authorization", "")
        if path == "/userinfo" and bearer == "Bearer opaque":
            return self._json(self.server.info)
        return self._json({}, status=404)

    def do_POST(self) -> None:
        sent = self._asked(self.rfile.read(int(self.headers["Content-Length"])).decode())
        made = self.server.codes.pop(sent.get("code", ""), None)
        hashed = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        is_right = (
            made is not None
            and (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
            and sent.get("redirect_uri") == made["redirect_uri"]
            and challenge == made["code_challenge"]
        )
        if not is_right or self.server.fault == "/token":
            return self._json({"error": "invalid_grant"}, status=400)
        assert made is not None
        answer = {"access_token": "opaque", "token_type": "Bearer", "id_token": self._word(made)}
        return self._json({name: value for name, value in answer.items() if value})

    def _authorize(self, asked: dict[str, str]) -> None:
        self.server.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if self.server.fault == "denied":
            back = {"error": "access_denied", "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def _word(self, made: dict[str, str]) -> str:
        if self.server.fault == "no word":
            return ""
        now = int(time.time())
        true = {"iss": self.server.address, "aud": CLIENT, "iat": now, "exp": now + 300}
        said = {**true, "nonce": made.get("nonce"), **self.server.claims, **self.server.wrong}
        return jwt.encode({k: v for k, v in said.items() if v is not None}, KEY, "HS256")

    def _configuration(self) -> dict[str, Any]:
        here = self.server.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    @staticmethod
    def _asked(text: str) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(text).items()}

    def _json(self, content: dict[str, Any], *, status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def council() -> Iterator[Council]:
    """Run a provider."""
    server = Council()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
