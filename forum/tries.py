"""How often somebody may try: counted for ten minutes, and what is counted is kept as a keyed hash.

Counts live in the cache. It has room for many (settings.CACHES), so that nobody pushes counts of
wrong passwords out of it with tries of another kind.
"""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WAIT = 600  # seconds
# Whoever has one IPv6 address has all of its network of this size.
_NETWORK = 64


def may_try(*, what: str, value: str, most: int) -> bool:
    """Whether `value` has a try of this kind left; counts this one. `most` in ten minutes."""
    key = f"tries-{what}-{salted_hmac('forum.tries', value).hexdigest()}"
    cache.add(key, 0, WAIT)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return most > 0


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, of IPv6 the network; behind our proxy, the one that it saw.

    All who come with something that is no address count as one visitor.
    """
    found = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        found = forwarded.rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(found.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, _NETWORK), strict=False))
        address = address.ipv4_mapped  # how a server that listens to both writes an IPv4 address
    return str(address)
