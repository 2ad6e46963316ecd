"""A body as sent → the body, never longer than the limit, whatever it unpacks to."""

import zlib

MOST_BYTES = 5 * 1024 * 1024
ACCEPTED = "gzip, deflate"
_GZIP = 16 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"


class TooLarge(Exception):
    """More bytes than the limit, as sent or unpacked."""


class BadEncoding(Exception):
    """An encoding we did not ask for, or a body that is not in the encoding it claims."""


class Inflater:
    """Takes the chunks of one body and gives it back unpacked.

    encoding is the Content-Encoding header: identity, gzip or deflate; two stacked ones are
    refused, for that is how a few bytes become a gigabyte.
    """

    def __init__(self, encoding: str = "", limit: int = MOST_BYTES) -> None:
        self._kind = encoding.strip().lower() or "identity"
        if self._kind not in {"identity", "gzip", "x-gzip", "deflate"}:
            raise BadEncoding(
                f"The body is encoded as {encoding[:40]!r}, which we did not ask for."
            )
        self._limit = limit
        self._taken = 0
        self._parts: list[bytes] = []
        self._size = 0
        self._unpacker = None if self._kind == "identity" else zlib.decompressobj(_GZIP)
        self._begun = False
        self._held = b""  # too few bytes to tell what they begin

    def take(self, chunk: bytes) -> None:
        """One more chunk as sent."""
        self._taken += len(chunk)
        if self._taken > self._limit:
            raise TooLarge
        if self._unpacker is None:
            self._keep(chunk)
            return
        chunk = self._held + chunk
        self._held = b""
        if not self._begun and self._kind == "deflate":
            if len(chunk) < 2:
                self._held = chunk
                return
            self._unpacker = zlib.decompressobj(_deflate_form(chunk))
        self._begun = self._begun or bool(chunk)
        while chunk:
            chunk = self._unpack(chunk)

    def body(self) -> bytes:
        """The whole body; call it after the last chunk."""
        begun = self._begun or bool(self._held)
        if self._unpacker is not None and begun and not self._unpacker.eof:
            raise BadEncoding(f"The {self._kind} body breaks off.")
        return b"".join(self._parts)

    def _unpack(self, chunk: bytes) -> bytes:
        """Unpack some of the chunk and give back the rest."""
        if self._unpacker is None or self._unpacker.eof:
            if self._kind == "deflate" or not chunk.startswith(_MAGIC[: len(chunk)]):
                return b""  # padding after the last member
            if len(chunk) < len(_MAGIC):
                self._held = chunk
                return b""
            self._unpacker = zlib.decompressobj(_GZIP)
        try:
            self._keep(self._unpacker.decompress(chunk, self._limit - self._size + 1))
        except zlib.error:
            raise BadEncoding(f"The body is not the {self._kind} it claims to be.") from None
        return self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise TooLarge
        self._parts.append(part)


def _deflate_form(chunk: bytes) -> int:
    """HTTP's deflate has a zlib header; some servers send it without."""
    with_header = chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
    return zlib.MAX_WBITS if with_header else _RAW_DEFLATE
