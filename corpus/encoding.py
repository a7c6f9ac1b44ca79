"""From the bytes of a file to its characters, exactly: nothing is translated or normalised.

The order is: a byte order mark; strict UTF-8; what the document or the server declares; what
charset-normalizer makes of a sample. Bytes that are UTF-8 but for a few damaged places are refused
rather than read in another encoding, which would garble every accent in them.
"""

import codecs
import re
from collections.abc import Sequence
from typing import BinaryIO

import charset_normalizer

from corpus.rejection import UnreadableError

# Enough for a statistical guess, and guessing costs about 0.1 s per 100 kB.
SAMPLE_BYTES = 64 * 1024

_CHUNK_BYTES = 1024 * 1024

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Pages that say Latin-1 mean its Windows superset (https://encoding.spec.whatwg.org/#names-and-labels).
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}

# What is left to the statistical guess: scripts in which most letters are above ASCII.
_OTHER_SCRIPTS = [
    "cp1251",
    "koi8_r",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
    "cp1253",
    "cp1255",
    "cp1256",
]

_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile(r"[\u3041-\u30ff]")
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")
# Signs that Western text has beside a word, never inside it or as its last letter.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[¹²³¼½¾¿¡¢£¥¦§¨©¬®¯±´µ¶¸÷×](?=\w|\b)")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, declared: Sequence[str] = ()) -> str:
    """The characters of the whole data; raises `UnreadableError` for binary or damaged data."""
    encoding = _marked_encoding(data)
    if encoding is None:
        _refuse_nul(data)
        try:
            return _refuse_control(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            for name in declared:
                text = _try(data, _superset(name))
                if text is not None:
                    return _refuse_control(text)
            encoding = _guess(data, error.start)
    try:
        return _refuse_control(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise _damaged(encoding.removesuffix("-sig").upper(), error.start) from error


def stream_encoding(stream: BinaryIO) -> str:
    """The encoding of a long file, found in one pass without holding it; rewinds the stream."""
    start = stream.read(4)
    stream.seek(0)
    encoding = _marked_encoding(start)
    if encoding is not None:
        return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return _guess(chunk, error.start)
        return "utf-8"
    finally:
        stream.seek(0)


def looks_binary(data: bytes) -> bool:
    """Whether the beginning of a file is no text in any encoding."""
    sample = data[:SAMPLE_BYTES]
    if _marked_encoding(sample) is not None:
        return False
    return b"\0" in sample or len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", sample)) > max(
        2, len(sample) // 100
    )


def _marked_encoding(data: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _superset(name: str) -> str:
    try:
        canonical = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(canonical, canonical)


def _try(data: bytes, encoding: str) -> str | None:
    """The decoded data, or None. UTF-7 and the codecs that are no character sets never match."""
    if not encoding or encoding in ("utf-7", "unicode_escape", "raw_unicode_escape", "idna"):
        return None
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _guess(data: bytes, failed_at: int) -> str:
    """The likeliest encoding of bytes that are not UTF-8 from `failed_at` on."""
    sample = _sample(data, failed_at)
    sequences = _UTF8_SEQUENCE.findall(sample)
    stray = len(_HIGH_BYTE.findall(sample)) - sum(map(len, sequences))
    if len(sequences) > 2 * stray:
        return "utf-8"
    encoding = _latin(sample) or _japanese(sample)
    if encoding is None:
        best = charset_normalizer.from_bytes(sample, cp_isolation=_OTHER_SCRIPTS).best()
        encoding = best.encoding if best else None
    if encoding is None:
        raise UnreadableError(
            f"its encoding is unknown (byte {failed_at:,} is not UTF-8); save it as UTF-8"
        )
    return encoding


def _latin(sample: bytes) -> str | None:
    """cp1252 or cp1250 where accents stand alone among ASCII letters, as in Latin scripts.

    charset-normalizer takes short French for Central European and Polish for Western; what tells
    them apart is that Polish letters read as cp1252 put signs like ³ and ¿ into words.
    """
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    if not runs or sum(runs) > 1.5 * len(runs) or sum(runs) > len(sample) / 4:
        return None
    western = _try(sample, "cp1252")
    if western is not None and 20 * len(_SIGN_IN_WORD.findall(western)) <= len(runs):
        return "cp1252"
    return "cp1250" if _try(sample, "cp1250") is not None else None


def _japanese(sample: bytes) -> str | None:
    """Shift-JIS or EUC-JP where kana appear, which short texts make unsure to a statistic."""
    for encoding in ("cp932", "euc_jp"):
        text = _try(sample, encoding)
        if text and 6 * len(_KANA.findall(text)) > len(_ABOVE_ASCII.findall(text)):
            return encoding
    return None


def _sample(data: bytes, failed_at: int) -> bytes:
    """At most `SAMPLE_BYTES` around the place, cut where no encoding has a character's inside."""
    start = max(0, failed_at - SAMPLE_BYTES // 2)
    sample = data[start : start + SAMPLE_BYTES]
    if start:
        sample = re.sub(rb"\A[^ \n]*", b"", sample)
    if start + SAMPLE_BYTES < len(data):
        sample = re.sub(rb"[^ \n]*\Z", b"", sample)
    return sample or data[failed_at : failed_at + SAMPLE_BYTES]


def _refuse_nul(data: bytes) -> None:
    place = data.find(b"\0")
    if place >= 0:
        raise UnreadableError(f"binary data, not text: a NUL at byte {place:,}; give plain text")


def _refuse_control(text: str) -> str:
    sample = text[:SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 100):
        raise UnreadableError("binary data, not text: full of control characters; give plain text")
    return text


def _damaged(encoding: str, place: int) -> UnreadableError:
    return UnreadableError(
        f"its {encoding} is damaged at byte {place:,}; save the file again as UTF-8"
    )
