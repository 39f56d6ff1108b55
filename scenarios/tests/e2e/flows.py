"""Traffic that notices what it loses: flows.py serve ADDRESS | flows.py send ADDRESS FLOWS SECONDS.

The sender has FLOWS UDP sockets that take turns, each with one datagram under way at most and WINDOW
of them altogether; HELD TCP connections that go on all the time; and one new TCP connection after the
other. The server sends everything back, and notes the address that it sees each UDP flow come from.
Both print one line of JSON in the end.
"""

import json, select, signal, socket, struct, sys, threading, time

PORT, WINDOW, HELD = 9000, 200, 20
SO_RCVBUFFORCE = 33
# Seconds without an answer until a datagram is lost.
PATIENCE = 5.0


def serve(address):
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
    udp.bind((address, PORT))
    tcp = socket.create_server((address, PORT), backlog=128)
    sources, changes, datagrams = {}, [], 0

    def report(*_):
        print(json.dumps({"flows": len(sources), "datagrams": datagrams, "changes": changes}), flush=True)
        sys.exit(0)

    def echo(connection):
        with connection:
            while data := connection.recv(65536):
                connection.sendall(data)

    def accept():
        while True:
            connection, _ = tcp.accept()
            threading.Thread(target=echo, args=(connection,), daemon=True).start()

    signal.signal(signal.SIGTERM, report)
    threading.Thread(target=accept, daemon=True).start()
    print("serving", flush=True)
    while True:
        data, source = udp.recvfrom(2048)
        datagrams += 1
        flow = struct.unpack_from("!I", data)[0]
        if sources.setdefault(flow, source) != source:
            changes.append([flow, sources[flow], source])
        udp.sendto(data, source)


def send(address, flows, seconds):
    result = {"sent": 0, "answered": 0, "lost": 0, "strange": 0, "lines": 0, "connections": 0, "errors": []}
    end = time.monotonic() + seconds

    def connect():
        return socket.create_connection((address, PORT), timeout=PATIENCE)

    def exchange(connection, data):
        connection.sendall(data)
        back = b""
        while len(back) < len(data):
            more = connection.recv(65536)
            if not more:
                raise ConnectionError("closed")
            back += more
        if back != data:
            raise ConnectionError("other data came back")

    def hold(number):
        try:
            with connect() as connection:
                while time.monotonic() < end:
                    exchange(connection, b"%08d" % number * 50)
                    result["lines"] += 1
                    time.sleep(0.05)
        except OSError as error:
            result["errors"].append(f"held connection {number}: {error}")

    def renew():
        number = 0
        while time.monotonic() < end:
            number += 1
            try:
                with connect() as connection:
                    exchange(connection, b"hello")
                result["connections"] += 1
            except OSError as error:
                result["errors"].append(f"new connection {number}: {error}")
            time.sleep(0.01)

    threads = [threading.Thread(target=hold, args=(n,)) for n in range(HELD)] + [threading.Thread(target=renew)]
    for thread in threads:
        thread.start()
    sockets, epoll = [], select.epoll()
    for number in range(flows):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        one.connect((address, PORT))
        epoll.register(one.fileno(), select.EPOLLIN)
        sockets.append(one)
    flow_of = {one.fileno(): number for number, one in enumerate(sockets)}
    print("sending", flush=True)
    waiting, turn, sequence = {}, 0, 0
    # At least twice around, so that every flow is seen again.
    while time.monotonic() < end or (sequence < 2 * flows and time.monotonic() < end + 60) or waiting:
        over = time.monotonic() >= end and sequence >= 2 * flows
        while not over and len(waiting) < WINDOW and turn not in waiting:
            sockets[turn].send(struct.pack("!II", turn, sequence))
            waiting[turn] = (sequence, time.monotonic())
            sequence += 1
            turn = (turn + 1) % flows
        for fd, _ in epoll.poll(0.1, WINDOW):
            flow = flow_of[fd]
            try:
                data = sockets[flow].recv(2048)
            except OSError as error:
                result["errors"].append(f"flow {flow}: {error}")
                continue
            expected = waiting.pop(flow, (None,))[0]
            if struct.unpack("!II", data) == (flow, expected):
                result["answered"] += 1
            else:
                result["strange"] += 1
        now = time.monotonic()
        for flow in [flow for flow, (_, at) in waiting.items() if now - at > PATIENCE]:
            del waiting[flow]
            result["lost"] += 1
    result["sent"] = sequence
    for thread in threads:
        thread.join()
    print(json.dumps(result), flush=True)


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    send(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
