"""Which addresses a host name from outside may lead to: public ones only (T12).

The addresses that were checked are the ones that are connected to: a name server that changes its
answer between the check and the connection gains nothing.
"""

import ipaddress
import socket
import urllib.request
from collections.abc import Iterator

from master.errors import MeasureError, UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")  # given up by RFC 3879, but no public address either
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnknownHostError(MeasureError):
    """No name server knows the host, or none answers."""


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """Every address of the host, all of them public.

    `UsageError` when one of them is private, loopback, link-local, shared, multicast or reserved;
    `UnknownHostError` when the name is not known. Behind a proxy the name may be known to the proxy
    alone: then the answer is empty, and nothing is there to connect to directly.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        if behind_proxy(host):
            return ()
        raise UnknownHostError(f"the host {host} is not found; check its spelling and the network") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for address in addresses:
        if not is_public(address):
            raise UsageError(
                f"{host} leads to {address}, which is not a public address; "
                "clone the repository yourself and name its folder"
            )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address, and every address that is wrapped in it, belongs to the public network."""
    return all(
        part.is_global and not (part.is_multicast or part.is_reserved or part in _SITE_LOCAL)
        for part in _unwrapped(ipaddress.ip_address(address))
    )


def behind_proxy(host: str) -> bool:
    """Whether https to this host goes through a proxy of the environment."""
    proxies = urllib.request.getproxies_environment()
    wanted = "https" in proxies or "all" in proxies
    return wanted and not urllib.request.proxy_bypass_environment(host, proxies)  # type: ignore[attr-defined]


def _unwrapped(address: Address) -> Iterator[Address]:
    """The address that a packet ends at, when IPv6 only carries an IPv4 address."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or int(address) >> 32 == 0:  # also the old ::a.b.c.d
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    else:
        yield address
        if address.sixtofour:
            yield address.sixtofour
