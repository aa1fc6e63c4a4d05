"""Whose try it is: the address that is counted (ASVS 15.3.4)."""

from typing import Any

import pytest
from django.test import RequestFactory

from forum import tries

ADDRESSES = {
    "192.0.2.7": "192.0.2.7",
    "2001:db8::7": "2001:db8::/64",
    "2001:db8::ffff:1": "2001:db8::/64",
    "2001:db8:0:1::7": "2001:db8:0:1::/64",
    "::ffff:192.0.2.7": "192.0.2.7",  # as a server writes it that listens to both
    "::ffff:192.0.2.8": "192.0.2.8",
    "fe80::7%eth0": "fe80::/64",
    # No address, so no way to be somebody new each time.
    "192.0.2.7:4001": "",
    "unknown": "",
    "": "",
}


@pytest.mark.parametrize(("found", "counted"), ADDRESSES.items())
def test_an_address_is_counted_by_what_somebody_has_of_it(
    rf: RequestFactory, settings: Any, found: str, counted: str
) -> None:
    assert tries.address_of(rf.get("/", REMOTE_ADDR=found)) == counted
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    behind = rf.get("/", headers={"x-forwarded-for": f"203.0.113.9, {found}"})
    assert tries.address_of(behind) == counted


def test_what_somebody_writes_into_the_header_counts_only_as_what_our_proxy_wrote_last(
    rf: RequestFactory, settings: Any
) -> None:
    forged = rf.get("/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.9"})
    assert tries.address_of(forged) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert tries.address_of(forged) == "203.0.113.9"
    assert tries.address_of(rf.get("/", headers={"x-forwarded-for": ""})) == "127.0.0.1"
