import io

import pytest

from corpus.encoding import decode, stream_encoding
from corpus.rejection import UnreadableError

FRENCH = "Le ministre français a déclaré à Genève : « Les négociations sont terminées. »"
JAPANESE = "外務大臣は会談が続くと述べた。今日の会議はジュネーブで開かれた。"
RUSSIAN = "Министр заявил, что переговоры в Женеве продолжатся в январе."
POLISH = "Minister powiedział, że rozmowy będą kontynuowane w Genewie."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-32"),
        (FRENCH, "latin-1"),
        ("“We’ll meet again,” she said – in the café.", "cp1252"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (POLISH, "cp1250"),
        ("外交部长表示会谈将继续进行。", "gb18030"),
    ],
)
def test_the_encoding_is_found_out(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(data) == text
    stream = io.BytesIO(data)
    assert data.decode(stream_encoding(stream)) == text
    assert stream.tell() == 0


def test_line_ends_and_unusual_characters_stay_as_they_are() -> None:
    text = "a\r\nb\rc\n\u2028d\u00a0e\u0301\f"
    assert decode(text.encode()) == text


def test_what_is_declared_comes_before_a_guess() -> None:
    data = POLISH.encode("iso8859-2")
    assert decode(data, ["no-such-encoding", "utf-7", "rot13", "ISO-8859-2"]) == POLISH
    assert decode("“quoted” – café".encode("cp1252"), ["ISO-8859-1"]) == "“quoted” – café"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text\0more", "binary data, not text: a NUL at byte 4; give plain text"),
        (
            b"\x01\x02\x03\x04 text",
            "binary data, not text: full of control characters; give plain text",
        ),
        (
            FRENCH.encode() * 3 + b"\xff!",
            f"its UTF-8 is damaged at byte {len(FRENCH.encode() * 3)}; "
            "save the file again as UTF-8",
        ),
        (
            "abc".encode("utf-16") + b"\x00",
            "its UTF-16 is damaged at byte 8; save the file again as UTF-8",
        ),
    ],
)
def test_binary_and_damaged_data_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        decode(data)
    assert str(refused.value) == reason
