"""Numbers and other personal text as the database may hold them: a keyed hash to find, a cipher to show.

Both keys come from the application's secret key; without it neither a hash can be made nor a sealed text opened.
"""

import hmac
import os
from binascii import Error as NotBase64
from binascii import a2b_base64, b2a_base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ivr.errors import NotOurKey

NONCE_BYTES = 12
KEY_BYTES = 32


class Numbers:
    """Hash, seal and open texts. A withheld number (the empty text) stays empty: its hash names nobody."""

    def __init__(self, secret: str) -> None:
        self._find = derive(secret, b"ivr: find a number")
        self._cipher = AESGCM(derive(secret, b"ivr: show a number"))

    def hash(self, number: str) -> str:
        """Return 64 hexadecimal digits, the same for the same number."""
        return hmac.digest(self._find, number.encode(), "sha256").hex() if number else ""

    def seal(self, number: str) -> str:
        """Encrypt a text; twice the same text looks different."""
        if not number:
            return ""
        nonce = os.urandom(NONCE_BYTES)
        return b2a_base64(nonce + self._cipher.encrypt(nonce, number.encode(), None), newline=False).decode()

    def open(self, sealed: str) -> str:
        """Decrypt a sealed text. Raises NotOurKey if it was sealed with another key or changed."""
        if not sealed:
            return ""
        try:
            box = a2b_base64(sealed, strict_mode=True)
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], None).decode()
        except (InvalidTag, NotBase64, ValueError) as err:
            raise NotOurKey("a sealed value does not open: it was changed, or the secret key is not the one it was sealed with") from err


def derive(secret: str, purpose: bytes) -> bytes:
    """Make the key for a purpose of the application's secret key."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret.encode())
