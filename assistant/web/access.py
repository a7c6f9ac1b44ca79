"""Who may come to the page. On this machine's own address everybody; from elsewhere by password.

The password is kept as a bcrypt hash only. Browsers send it with every request (HTTP Basic), and a
bcrypt check takes a fifth of a second on purpose, so what was found right is remembered under a key
that lives as long as the process.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass

import bcrypt

from corpus.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_SHORTEST = 8
_LONGEST = 72
"""Bytes; bcrypt looks at no more."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may come: everybody (no user), or one user by password; and under which name."""

    user: str | None = None
    password_hash: bytes = b""
    proxy_name: str | None = None
    """The public name that a reverse proxy serves the page under."""
    proxy_path: str = ""
    """The path below that name ("/news"), which the proxy takes off before it asks here."""

    def refuse_open_door(self, host: str) -> None:
        """Raise UsageError where anybody on the network could open the page on `host`."""
        if host not in LOOPBACK and not self.user and not self.proxy_name:
            raise UsageError(
                f"the page on {host} could be opened from other machines: give --user NAME and a "
                "password (--password-file FILE, or ONRECORD_PASSWORD), or --behind-proxy NAME "
                "where a reverse proxy of that name asks for one"
            )


ON_THIS_MACHINE = Access()


def access_for(
    host: str,
    *,
    user: str | None = None,
    password: str | None = None,
    proxy_name: str | None = None,
) -> Access:
    """The access to a page on `host`. Raises UsageError where strangers could come in.

    `password` is the password or its bcrypt hash; `proxy_name` may have a path ("a.example/news").
    """
    name, _, path = (proxy_name or "").partition("/")
    proxy_path = f"/{path.strip('/')}" if path.strip("/") else ""
    if user is None and password is None:
        access = Access(proxy_name=name or None, proxy_path=proxy_path)
        access.refuse_open_door(host)
        return access
    if not user or ":" in user:
        raise UsageError(f"--user {user or ''!r} is no user name: give one without a colon")
    if not password:
        raise UsageError(
            f"there is no password for {user!r}: put it into a file and give --password-file FILE, "
            "or set ONRECORD_PASSWORD"
        )
    return Access(
        user=user,
        password_hash=_hash(password),
        proxy_name=name or None,
        proxy_path=proxy_path,
    )


class Doorkeeper:
    """Checks the credentials that requests bring. Safe to use from several threads."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._key = secrets.token_bytes(32)
        self._right: bytes | None = None
        self.own_key = f"Bearer {secrets.token_urlsafe(32)}"
        """The authorization of the page's own requests to itself; nobody else learns it."""

    @property
    def asks(self) -> bool:
        return self._access.user is not None

    def remembers(self, authorization: str) -> bool:
        """Whether these credentials were found right before; takes no time."""
        if hmac.compare_digest(self._digest(authorization), self._digest(self.own_key)):
            return True
        right = self._right
        return right is not None and hmac.compare_digest(self._digest(authorization), right)

    def lets_in(self, authorization: str) -> bool:
        """Whether the credentials are right; takes the time of a bcrypt check."""
        scheme, _, encoded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            name, _, password = base64.b64decode(encoded, validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        is_user = hmac.compare_digest(name, (self._access.user or "").encode())
        is_password = bcrypt.checkpw(password[:_LONGEST], self._access.password_hash)
        if is_user and is_password and len(password) <= _LONGEST:
            self._right = self._digest(authorization)
            return True
        return False

    def _digest(self, authorization: str) -> bytes:
        return hmac.digest(self._key, authorization.encode("utf-8", "replace"), "sha256")


def _hash(password: str) -> bytes:
    if password.startswith("$2") and len(password) == 60:
        return password.encode("ascii", "replace")
    encoded = password.encode("utf-8")
    if not _SHORTEST <= len(encoded) <= _LONGEST or "\0" in password:
        raise UsageError(
            f"the password has {len(encoded)} bytes: choose one of {_SHORTEST} to {_LONGEST}"
        )
    return bcrypt.hashpw(encoded, bcrypt.gensalt())
