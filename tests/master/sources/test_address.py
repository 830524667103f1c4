"""Which addresses may be connected to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_fakes import answer_with

from master.errors import UsageError
from master.sources.address import UnknownHostError, behind_proxy, is_public, public_addresses


@pytest.mark.threat("T12")
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fec0::1",
    ],
)
def test_inward_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Private, loopback, link-local, shared, multicast and wrapped addresses are no place to fetch from."""
    assert not is_public(address)
    answer_with(monkeypatch, "93.184.216.34", address)
    with pytest.raises(UsageError, match="not a public address") as caught:
        public_addresses("example.org", 443)
    assert caught.value.exit_code == 2


@pytest.mark.threat("T12")
@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_wrapping_makes_a_private_address_public(address: object) -> None:
    """An IPv4 address is judged the same however IPv6 carries it."""
    number = int(address)  # type: ignore[call-overload]
    wrapped = [f"::ffff:{address}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}"]
    assert not any(is_public(text) for text in [str(address), *wrapped])


def test_public_addresses_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """All addresses of a public host are given back, each once."""
    answer_with(monkeypatch, "93.184.216.34", "2606:2800:220:1::1", "93.184.216.34")
    assert public_addresses("example.org", 443) == ("93.184.216.34", "2606:2800:220:1::1")


def test_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads nowhere is an error of the network, unless a proxy is there to know it."""
    answer_with(monkeypatch)
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UnknownHostError, match=r"example\.org is not found"):
        public_addresses("example.org", 443)
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    assert behind_proxy("example.org")
    assert public_addresses("example.org", 443) == ()
    monkeypatch.setenv("no_proxy", "example.org")
    assert not behind_proxy("example.org")
