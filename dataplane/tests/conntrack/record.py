#!/usr/bin/env python3
"""Records what the kernel's connection tracking makes of scripted packets.

    sudo python3 record.py tcp > tcp.txt
    sudo python3 record.py sctp > sctp.txt
    sudo python3 record.py mixed > mixed.txt

The scripts are random but seeded. All of them run at the same time, each with ports of its own: in step n
the n-th packets of all scripts are sent through a router in a network namespace. The router marks each with
what it is to its connection (by the TOS byte), and `conntrack -L` tells what the connection has become.
The unit tests of `dataplane/src/conntrack` replay the scripts.

A line is: time in seconds, direction, the packet, what it was, and the connection afterwards. In mixed.txt
each script has a client address of its own, packets are written in full, and there may be many connections.
"""

import binascii
import ctypes
import os
import random
import re
import socket
import struct
import subprocess
import sys
import time

ROUTER, HOSTS = "conntrack-record-r", "conntrack-record-h"
CLIENT, SERVER = "10.1.0.2", "10.2.0.2"
STATES = [("NEW", None), ("ESTABLISHED", None), ("RELATED", None), ("INVALID", "-"), ("UNTRACKED", "-")]


def run(command):
    return subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout


def setup(sysctls):
    for ns in (ROUTER, HOSTS):
        subprocess.run(f"ip netns del {ns}", shell=True, capture_output=True)
        run(f"ip netns add {ns}")
        run(f"ip -n {ns} link set lo up")
    run(f"ip -n {ROUTER} link add r0 address 02:00:00:00:00:01 type veth peer name h0 netns {HOSTS} address 02:00:00:00:00:02")
    run(f"ip -n {ROUTER} link add r1 address 02:00:00:00:01:01 type veth peer name h1 netns {HOSTS} address 02:00:00:00:01:02")
    inside = f"ip netns exec {ROUTER}"
    run(f"{inside} sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0")
    for side, link, addr, peer, mac in (("r0", "h0", "10.1.0.1/24", CLIENT, "02:00:00:00:00:02"), ("r1", "h1", "10.2.0.1/24", SERVER, "02:00:00:00:01:02")):
        run(f"ip -n {HOSTS} link set {link} up")
        run(f"ip -n {ROUTER} link set {side} up")
        run(f"ip -n {ROUTER} addr add {addr} dev {side}")
        run(f"ip -n {ROUTER} neigh add {peer} lladdr {mac} dev {side} nud permanent")
    tos = 1
    for state, direction in STATES:
        for word in ("ORIGINAL", "REPLY") if direction is None else (None,):
            match = f"--ctstate {state}" + (f" --ctdir {word}" if word else "")
            run(f"{inside} iptables -t mangle -A FORWARD -m conntrack {match} -j DSCP --set-dscp {tos}")
            tos += 1
    for sysctl in sysctls:
        run(f"{inside} sysctl -qw net.netfilter.nf_conntrack_{sysctl}")


MEANING = ["none", "new", "new reply", "established", "established reply", "related", "related reply", "invalid", "untracked"]


def setns(fd):
    if ctypes.CDLL(None, use_errno=True).setns(fd, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


def in_namespace(name):
    fd = os.open(f"/run/netns/{name}", os.O_RDONLY)
    setns(fd)
    os.close(fd)


def raw(link, protocol=0x0800):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(protocol))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
    sock.bind((link, 0))
    return sock


def csum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def frame(reply, proto, segment):
    src, dst = (SERVER, CLIENT) if reply else (CLIENT, SERVER)
    src, dst = socket.inet_aton(src), socket.inet_aton(dst)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 1, 0, 64, proto, 0, src, dst)
    header = header[:10] + struct.pack("!H", csum(header)) + header[12:]
    if proto == 6:
        pseudo = src + dst + struct.pack("!BBH", 0, proto, len(segment))
        segment = segment[:16] + struct.pack("!H", csum(pseudo + segment)) + segment[18:]
    macs = "020000000101 020000000102" if reply else "020000000001 020000000002"
    return binascii.unhexlify(macs.replace(" ", "")) + b"\x08\x00" + header + segment


# --- TCP -----------------------------------------------------------------------------------------------

FLAGS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16, "U": 32}


def tcp_segment(ports, packet):
    flags, seq, ack, win, options, length = packet
    options = binascii.unhexlify(options)
    header = struct.pack("!HHIIBBHHH", *ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, (5 + len(options) // 4) << 4, sum(FLAGS[f] for f in flags), win, 0, 0)
    return header + options + b"x" * length


def tcp_text(packet):
    flags, seq, ack, win, options, length = packet
    return f"{flags or '-'} {seq & 0xFFFFFFFF} {ack & 0xFFFFFFFF} {win} {options or '-'} {length}"


class Side:
    def __init__(self, rng):
        self.isn = self.next = rng.choice([1000, 0xFFFFFF00, rng.getrandbits(32)])
        self.acked = 0  # what it acknowledges
        self.win = rng.choice([0, 500, 2000, 64240, 65535])
        self.options = rng.choice(["", "", "04020101", "030307010402 0101".replace(" ", ""), "03030e01", "030302040201 01".replace(" ", "") + "01", "020405b4"])


def tcp_script(rng, steps):
    """Two sides that mostly do what TCP does, and sometimes anything."""
    sides = [Side(rng), Side(rng)]
    stage = rng.choice([0, 0, 0, 0, 0, 3])
    wild = rng.choice([0, 0.02, 0.1, 0.3])
    packets = []
    for _ in range(steps):
        roll = rng.random()
        if stage == 0:
            me, kind = 0, "S"
            stage = 1
        elif stage == 1 and roll < 0.75:
            me, kind = 1, "SA"
            stage = 2
        elif stage == 2 and roll < 0.8:
            me, kind = 0, "A"
            stage = 3
        else:
            me = rng.randrange(2)
            kind = rng.choice(["A"] * 14 + ["PA"] * 6 + ["FA"] * 6 + ["R", "RA", "R", "S", "S", "SA", "S"] + rng.choice([[], ["", "F", "SF", "UA", "FUA", "SR"]]))
        side, peer = sides[me], sides[1 - me]
        seq, ack, length = side.next, peer.next, 0
        options = ""
        win = rng.choice([side.win] * 6 + [0, 1, 1000, 65535])
        if kind in ("S", "SA"):
            seq, options = side.isn, side.options
            if rng.random() < 0.25 and stage > 1:
                seq = rng.getrandbits(32)
            if kind == "S":
                ack = 0
            elif rng.random() < 0.8:
                ack = peer.isn + 1
        elif kind in ("A", "PA", "FA", "UA"):
            length = rng.choice([0, 0, 1, 100, 100, 536, 1400])
        if rng.random() < wild:
            seq += rng.choice([-1, 1, -100, 100, -2000, 3000, 70000, -70000, 1 << 20])
        if rng.random() < wild:
            ack += rng.choice([-1, 1, -100, 100, -2000, 3000, -66000, -66001, -70000, 1 << 20])
        if kind == "R" and rng.random() < 0.7:
            ack = 0
        if kind.startswith("R"):
            seq = rng.choice([seq, seq, peer.acked, 0, seq - 10, seq + 1])
            if kind == "RA":
                ack = rng.choice([ack, ack, 0, peer.isn + 1])
        if kind == "A" and rng.random() < 0.15:
            left = rng.choice([peer.next - 50, peer.next + 100, peer.next - 3000])
            options = "0101050a" + f"{left & 0xFFFFFFFF:08x}{(left + rng.choice([50, 100, 4000])) & 0xFFFFFFFF:08x}"
            if rng.random() < 0.5:
                ack -= 200
        if rng.random() < 0.1 and packets:
            me, packet = packets[-1]
            packets.append((me, packet))
            continue
        packet = (kind, seq, ack, win, options, length)
        packets.append((me, packet))
        end = seq + length + ("S" in kind) + ("F" in kind)
        if 0 < (end - side.next) & 0xFFFFFFFF < 200000 or (kind in ("S", "SA")):
            side.next = end
            if kind in ("S", "SA"):
                side.isn = seq
        if "A" in kind:
            side.acked = ack
    return packets


# --- SCTP ----------------------------------------------------------------------------------------------


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return ~crc & 0xFFFFFFFF


def sctp_segment(ports, packet):
    tag, chunks = packet
    body = struct.pack("!HHII", *ports, tag, 0)
    for kind, flags, value in chunks:
        value = binascii.unhexlify(value)
        body += struct.pack("!BBH", kind, flags, 4 + len(value)) + value
    return body[:8] + struct.pack("<I", crc32c(body)) + body[12:]


def sctp_text(packet):
    tag, chunks = packet
    return f"{tag:x} " + ",".join(f"{kind}.{flags}.{value or '-'}" for kind, flags, value in chunks)


def sctp_script(rng, steps):
    tags = [0x11111111, 0x22222222]  # the tags that packets of the two directions carry
    plain = [(1, 0), (2, 1), (10, 0), (11, 1), (0, 0), (3, 1), (7, 0), (8, 1), (14, 0)]
    first = rng.choice([0, 0, 0, 0, 7, 4, 9])
    packets = []
    for step in range(steps):
        if step + first < len(plain) and rng.random() < 0.7:
            kind, me = plain[step + first] if step else (plain[first][0], 0)
        else:
            kind, me = rng.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 4, 5, 15, 130]), rng.randrange(2)
        if step == 0:
            me = 0
            if first == 9:
                kind = 4
        tag = tags[me]
        if kind == 1:
            tag = 0
        roll = rng.random()
        if roll < 0.1:
            tag = rng.choice([0, tags[1 - me], 0x33333333])
        flags = int(kind in (6, 14) and rng.random() < 0.4)
        if flags and rng.random() < 0.7:
            tag = tags[1 - me]
        value = ""
        if kind in (1, 2):
            value = f"{tags[1 - me]:08x}" + "00010000000a000a00000001"
            if rng.random() < 0.05:
                value = value[:16]
        elif rng.random() < 0.4:
            value = "00000001"
        chunks = [(kind, flags, value)]
        if rng.random() < 0.12:
            chunks.append((rng.choice([0, 3, 4, 5, 9, 11]), 0, "00000001"))
        packets.append((me, (tag, chunks)))
    return packets


PROTOCOLS = {"tcp": (6, tcp_segment, tcp_text, tcp_script), "sctp": (132, sctp_segment, sctp_text, sctp_script)}


def record(name, number, sysctls, count, steps, pause):
    proto, segment, text, script = PROTOCOLS[name]
    setup(sysctls)
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    in_namespace(HOSTS)
    socks = [raw("h0"), raw("h1")]
    setns(own)
    rng = random.Random(f"{name} {number}")
    scripts = [script(rng, steps) for _ in range(count)]
    lines = [[] for _ in scripts]
    start = time.monotonic()
    for step in range(steps):
        now = time.monotonic() - start
        for i, packets in enumerate(scripts):
            me, packet = packets[step]
            ports = (80, 10000 + i) if me else (10000 + i, 80)
            socks[me].send(frame(me, proto, segment(ports, packet)))
            if i % 50 == 49:
                time.sleep(0.002)
        time.sleep(0.1)
        marks = {}
        for at, sock in enumerate(socks):
            sock.setblocking(False)
            while True:
                try:
                    data, info = sock.recvfrom(65536)
                except BlockingIOError:
                    break
                if info[2] == socket.PACKET_OUTGOING or data[23] != proto:
                    continue
                ports = struct.unpack("!HH", data[34:38])
                marks[ports[1] if at == 0 else ports[0]] = MEANING[data[15] >> 2]
        table = {}
        for line in run(f"ip netns exec {ROUTER} conntrack -L -p {name}").splitlines():
            found = re.match(rf"{name}\s+\d+ (\d+ [A-Z_0-9]+) .*?sport=(\d+) dport=(\d+)(.*)", line)
            if found:
                what, sport, dport, rest = found.groups()
                key = (max(int(sport), int(dport)), int(sport) == 80)
                for word in ("UNREPLIED", "ASSURED"):
                    what += f" [{word}]" if f"[{word}]" in rest else ""
                if key[1]:
                    what += " reversed"
                table[key[0]] = what
        for i, packets in enumerate(scripts):
            me, packet = packets[step]
            port = 10000 + i
            lines[i].append(f"{now:.1f} {'<' if me else '>'} {text(packet)} = {marks.get(port, 'lost')} | {table.get(port, '-')}")
        time.sleep(max(0, start + (step + 1) * pause - time.monotonic()))
    for i, script_lines in enumerate(lines):
        print(f"\n# {number}.{i} {' '.join(sysctls) or 'defaults'}")
        print("\n".join(script_lines))
    for sock in socks:
        sock.close()
    for ns in (ROUTER, HOSTS):
        run(f"ip netns del {ns}")


# --- Other protocols -----------------------------------------------------------------------------------


def client(family, i):
    return f"10.1.1.{i}" if family == 4 else f"fd01::1:{i:x}"


SERVERS = {4: "10.2.0.2", 6: "fd02::2"}


def packed(family, addr):
    return socket.inet_pton(socket.AF_INET if family == 4 else socket.AF_INET6, addr)


def whole(family, src, dst, proto, payload, checksum=None, sealed=True, pseudo_proto=None):
    """An IP packet; `checksum` is where the payload's checksum goes."""
    src, dst = packed(family, src), packed(family, dst)
    if checksum is not None and sealed:
        pseudo = src + dst + struct.pack("!II", len(payload), pseudo_proto or proto)
        if (family, proto) == (4, 1):
            pseudo = b""
        payload = payload[:checksum] + b"\0\0" + payload[checksum + 2:]
        payload = payload[:checksum] + struct.pack("!H", csum(pseudo + payload)) + payload[checksum + 2:]
    if family == 4:
        header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, proto, 0, src, dst)
        return header[:10] + struct.pack("!H", csum(header)) + header[12:] + payload
    return struct.pack("!IHBB16s16s", 0x60000000, len(payload), proto, 64, src, dst) + payload


def mixed_script(rng, family, me, steps):
    you = SERVERS[family]
    icmp = 1 if family == 4 else 58
    kinds = [8, 8, 0, 0, 13, 14, 17, 18, 15, 9, 10, 30] if family == 4 else [128, 128, 129, 129, 139, 140, 200]
    errors = [3, 4, 5, 11, 12] if family == 4 else [1, 2, 3, 4, 100]
    theme = rng.choice([["udp"], ["udp", "error"], ["lite"], ["icmp"], ["icmp", "error"], ["gre"], ["other"], ["udp", "icmp", "error", "gre", "other", "lite"]])
    packets = []
    for _ in range(steps):
        reply = rng.random() < 0.5
        src, dst = (you, me) if reply else (me, you)
        what = rng.choice(theme)
        port = rng.choice([10000, 10000, 10001])
        ports = struct.pack("!HH", *((53, port) if reply else (port, 53)))
        sealed = rng.random() > 0.1
        if what == "udp":
            length = rng.choice([12] * 10 + [8, 7, 13, 0])
            check = rng.choice([b"\x12\x34"] * 3 + [b"\0\0"])
            packet = whole(family, src, dst, 17, ports + struct.pack("!H", length) + check + b"data", 6, sealed and check != b"\0\0")
        elif what == "lite":
            # A coverage of 0 means all; the sum of a part is left wrong.
            coverage = rng.choice([0, 0, 0, 12, 8, 7, 13])
            packet = whole(family, src, dst, 136, ports + struct.pack("!H", coverage) + b"\x12\x34data", 6, sealed, rng.choice([17, 17, 136]))
        elif what == "icmp":
            message = struct.pack("!BBHHH", rng.choice(kinds), rng.choice([0, 0, 0, 1]), 1, rng.choice([1, 2]), 1)
            packet = whole(family, src, dst, icmp, message + rng.choice([b"", b"data"]), 2, sealed)
        elif what == "error":
            about = rng.choice(packets)[1] if packets and rng.random() < 0.9 else whole(family, me, you, 17, ports + b"\0\x08\0\0")
            about = about[: rng.choice([20, 27, 28, 28, 40, 48, 48, 60])]
            if rng.random() < 0.1:
                about = about[:6] + b"\0\1" + about[8:]
            packet = whole(family, src, dst, icmp, struct.pack("!BBHI", rng.choice(errors), 0, 1, 0) + about, 2, sealed)
        elif what == "gre":
            header = rng.choice(["00000800", "20000800000000aa", "3001880b00000007", "3001880b00000008", "3001080000000007", "3001"])
            packet = whole(family, src, dst, 47, binascii.unhexlify(header))
        else:
            packet = whole(family, src, dst, rng.choice([50, 33, 200]), b"12345678")
        if family == 6 and rng.random() < 0.1:
            packet = packet[:6] + b"\x3c" + packet[7:40] + bytes([packet[6], 0, 1, 4, 0, 0, 0, 0]) + packet[40:]
            packet = packet[:4] + struct.pack("!H", len(packet) - 40) + packet[6:]
        packets.append((reply, packet))
    return packets


def connections(text, family):
    """What `conntrack -L` says, by client."""
    found = {}
    for line in text.splitlines():
        words = re.match(r"\S+\s+(\d+) (\d+) (.*)", line)
        if not words:
            continue
        proto, seconds, rest = words.groups()
        values = re.findall(r"(\w+)=(\S+)", rest.split(" src=", 1)[-1] if not rest.startswith("src=") else rest[4:])
        src = rest.split("src=", 1)[1].split(" ")[0]
        dst = rest.split("dst=", 1)[1].split(" ")[0]
        first = dict(reversed(values))
        if "type" in first:
            a, b = int(first["id"]), int(first["type"]) << 8 | int(first["code"])
        elif "srckey" in first:
            a, b = int(first["srckey"], 0), int(first["dstkey"], 0)
        else:
            a, b = int(first.get("sport", 0)), int(first.get("dport", 0))
        what = f"{proto} {'<' if src == SERVERS[family] else '>'} {a} {b} {seconds}"
        for word in ("UNREPLIED", "ASSURED"):
            what += f" [{word}]" if f"[{word}]" in rest else ""
        found.setdefault(dst if src == SERVERS[family] else src, []).append(what)
    return found


def record_mixed(family, count, steps, pause):
    setup([])
    ipv6 = "-6" if family == 6 else "-4"
    inside = f"ip netns exec {ROUTER}"
    if family == 6:
        run(f"{inside} sysctl -qw net.ipv6.conf.all.forwarding=1")
        run(f"ip -n {ROUTER} addr add fd01::ffff:1/64 dev r0 nodad")
        run(f"ip -n {ROUTER} addr add fd02::1/64 dev r1 nodad")
        run(f"ip -n {ROUTER} neigh add fd02::2 lladdr 02:00:00:00:01:02 dev r1 nud permanent")
        tos = 1
        for state, direction in STATES:
            for word in ("ORIGINAL", "REPLY") if direction is None else (None,):
                match = f"--ctstate {state}" + (f" --ctdir {word}" if word else "")
                run(f"{inside} ip6tables -t mangle -A FORWARD -m conntrack {match} -j DSCP --set-dscp {tos}")
                tos += 1
    else:
        run(f"ip -n {ROUTER} addr add 10.1.1.254/24 dev r0")
    names = [client(family, i + 1) for i in range(count)]
    for name in names:
        run(f"ip -n {ROUTER} neigh add {name} lladdr 02:00:00:00:00:02 dev r0 nud permanent")
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    in_namespace(HOSTS)
    socks = [raw("h0"), raw("h1")]
    setns(own)
    if family == 6:
        for sock in socks:
            sock.close()
        in_namespace(HOSTS)
        socks = [raw("h0", 0x86DD), raw("h1", 0x86DD)]
        setns(own)
    rng = random.Random(f"mixed {family}")
    scripts = [mixed_script(rng, family, name, steps) for name in names]
    lines = [[] for _ in scripts]
    start = time.monotonic()
    for step in range(steps):
        now = time.monotonic() - start
        for script in scripts:
            reply, packet = script[step]
            macs = "020000000101020000000102" if reply else "020000000001020000000002"
            kind = b"\x08\x00" if family == 4 else b"\x86\xdd"
            socks[reply].send(binascii.unhexlify(macs) + kind + packet)
        time.sleep(0.1)
        marks = {}
        for sock in socks:
            sock.setblocking(False)
            while True:
                try:
                    data, info = sock.recvfrom(65536)
                except BlockingIOError:
                    break
                if info[2] == socket.PACKET_OUTGOING:
                    continue
                if family == 4:
                    tos, addrs = data[15], [data[26:30], data[30:34]]
                else:
                    tos, addrs = (data[14] & 15) << 4 | data[15] >> 4, [data[22:38], data[38:54]]
                for addr in addrs:
                    if tos >> 2 < len(MEANING):
                        marks[addr] = MEANING[tos >> 2]
        table = connections(run(f"{inside} conntrack -L -f ipv{family}"), family)
        for i, script in enumerate(scripts):
            reply, packet = script[step]
            listed = "; ".join(sorted(table.get(names[i], []))) or "-"
            lines[i].append(f"{now:.1f} {'<' if reply else '>'} {packet.hex()} = {marks.get(packed(family, names[i]), 'lost')} | {listed}")
        time.sleep(max(0, start + (step + 1) * pause - time.monotonic()))
    for i, script_lines in enumerate(lines):
        print(f"\n# {family}.{i} defaults")
        print("\n".join(script_lines))
    for sock in socks:
        sock.close()
    for ns in (ROUTER, HOSTS):
        run(f"ip netns del {ns}")


def main():
    name = sys.argv[1]
    # More scripts than those that are kept: record.py tcp 5 > /tmp/tcp.txt
    scale = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(f"Recorded by record.py {name} from Linux {os.uname().release}.")
    # Steps of 1.3 s: no timeout is a multiple of that.
    if name == "tcp":
        record(name, 1, [], 200 * scale, 16, 1.3)
        record(name, 2, ["tcp_be_liberal=1"], 50 * scale, 16, 1.3)
        record(name, 3, ["tcp_loose=0", "tcp_ignore_invalid_rst=1"], 50 * scale, 16, 1.3)
        record(name, 4, ["tcp_max_retrans=1", "tcp_timeout_unacknowledged=200", "tcp_timeout_max_retrans=250"], 50 * scale, 16, 1.3)
    elif name == "sctp":
        record(name, 1, [], 200 * scale, 12, 1.3)
    else:
        record_mixed(4, 100, 14, 1.3)
        record_mixed(6, 100, 14, 1.3)


main()
