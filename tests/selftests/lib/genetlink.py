# SPDX-License-Identifier: GPL-2.0
"""Generic netlink by hand: for requests that no client would make, and for listeners that
do not listen."""

import socket
import struct

from lib.tap import Failure

NETLINK_GENERIC = 16
SOL_NETLINK, NETLINK_ADD_MEMBERSHIP = 270, 1
GENL_ID_CTRL, CTRL_CMD_GETFAMILY = 16, 3
CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME, CTRL_ATTR_MCAST_GROUPS = 1, 2, 7
CTRL_ATTR_MCAST_GRP_ID = 2
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3


def attribute(kind, payload):
    """One netlink attribute, padded."""
    return struct.pack('HH', 4 + len(payload), kind) + payload + b'\0' * (-len(payload) % 4)


def attributes(raw):
    """{type: payload} of a run of attributes."""
    found = {}
    while len(raw) >= 4:
        length, kind = struct.unpack_from('HH', raw)
        found[kind & 0x3fff] = raw[4:length]
        raw = raw[(length + 3) & ~3:]
    return found


class Socket:
    """A socket of our own."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        # Nothing is multicast to a socket without an address.
        self.socket.bind((0, 0))
        self.socket.settimeout(30)

    def send(self, kind, body, flags=0):
        """A request."""
        self.socket.send(struct.pack('IHHII', 16 + len(body), kind,
                                     flags | NLM_F_REQUEST | NLM_F_ACK, 1, 0) + body)

    def request(self, kind, body, flags=0):
        """The first answer: (message type, payload)."""
        self.send(kind, body, flags)
        raw = self.socket.recv(1 << 17)
        length, kind = struct.unpack_from('IH', raw)
        return kind, raw[16:length]

    def errno_of(self, kind, body, flags=0):
        """The error that a request meets, positive; 0 where it is answered."""
        kind, payload = self.request(kind, body, flags)
        return -struct.unpack_from('i', payload)[0] if kind == NLMSG_ERROR else 0

    def join(self, group):
        """Hears what is multicast to the group from now on."""
        self.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)


def find_family():
    """(family id, id of the group events)"""
    name = attribute(CTRL_ATTR_FAMILY_NAME, b'mapgc\0')
    kind, payload = Socket().request(GENL_ID_CTRL,
                                     struct.pack('BBH', CTRL_CMD_GETFAMILY, 1, 0) + name)
    if kind == NLMSG_ERROR:
        raise Failure('there is no family mapgc')
    found = attributes(payload[4:])
    group = attributes(attributes(found[CTRL_ATTR_MCAST_GROUPS])[1])
    return (struct.unpack('H', found[CTRL_ATTR_FAMILY_ID])[0],
            struct.unpack('I', group[CTRL_ATTR_MCAST_GRP_ID])[0])
