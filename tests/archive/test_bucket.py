"""What is an address of a bucket, and what is kept quiet about it."""

import pytest

from archive.bucket import Bucket

SECRET = "wJalr/XUtn+FEMI K7MDENG=秘密\n"


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("https://s3.example.jp/hikae", "s3.example.jp", "hikae"),
        ("http://127.0.0.1:8333/hikae-archive/", "127.0.0.1:8333", "hikae-archive"),
        ("http://object-store:8333/archive.2026", "object-store:8333", "archive.2026"),
        ("http://object_store/abc", "object_store", "abc"),
    ],
)
def test_an_address_is_a_server_and_a_bucket(url: str, host: str, name: str) -> None:
    bucket = Bucket(url, "key", SECRET)
    assert (bucket.host, bucket.name) == (host, name)
    assert bucket.is_https == url.startswith("https:")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hikae",
        "s3://hikae",
        "ftp://host/hikae",
        "https://host",
        "https://host/",
        "https:///hikae",
        "https://host/hikae/folder",
        "https://host/Hikae",
        "https://host/ab",
        "https://host/交付通知書",
        "https://host/hikae?x=1",
        "https://host/hikae#x",
        "https://host:port/hikae",
        "https://host:0/hikae",
        "https://host:99999/hikae",
        "https://name:geheim@host/hikae",
        "https://@host/hikae",
        "https://-host-/hikae",
        "https://ho st/hikae",
        "https://host/hikae\n",
        "https://[host/hikae",
    ],
)
def test_anything_else_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="address") as caught:
        Bucket(url, "key", SECRET)
    assert str(caught.value) == str(_refusal())
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_key": ""},
        {"access_key": "two words"},
        {"access_key": "line\r\nx-amz-acl: public-read"},
        {"secret_key": ""},
        {"region": ""},
        {"region": "a/b"},
        {"retain_days": -1},
        {"retain_days": 36_501},
    ],
)
def test_so_is_what_no_server_could_take(wrong: dict[str, str | int]) -> None:
    right: dict[str, str | int] = {"access_key": "key", "secret_key": SECRET}
    with pytest.raises(ValueError, match=r"\b(is|are)\b") as caught:
        Bucket("https://host/hikae", **(right | wrong))  # type: ignore[arg-type]
    assert SECRET.strip() not in str(caught.value)


def test_the_secret_does_not_show() -> None:
    bucket = Bucket("https://host/hikae", "key", SECRET)
    assert "wJalr" not in repr(bucket)
    assert "wJalr" not in str(bucket)
    assert bucket.secret_key == SECRET


def _refusal() -> ValueError:
    with pytest.raises(ValueError, match="address") as caught:
        Bucket("", "key", SECRET)
    return caught.value
