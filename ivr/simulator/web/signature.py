"""X-Twilio-Signature as Twilio documents it: https://www.twilio.com/docs/usage/security"""

import base64
import hmac
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit


@lru_cache(maxsize=1024)
def signed_url(url: str) -> str:
    """Give the URL as it is signed: no fragment, no user, and no port for https."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https" and parts.port is not None:
        host = host.rpartition(":")[0]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def sign(token: str, url: str, form: Iterable[tuple[str, str]] = ()) -> str:
    """Sign a request; a repeated name counts once for each distinct value."""
    text = signed_url(url) + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.digest(token.encode(), text.encode(), "sha1")
    return base64.b64encode(digest).decode()
