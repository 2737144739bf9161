"""A Hub with a few models over HTTP/2 and TLS, for tests: python3 http2-hub.py CERTIFICATE KEY

Prints its port, then one line a connection (`connection`) and a request (`PATH AUTHORIZATION`). Ends with its input.
A model's name says what goes wrong once before it is answered: refused, reset, goaway, cut. `trailers` has fields after
each body, `interim` has a 103 before each head.
"""

import socket
import ssl
import struct
import sys
import threading

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
END_STREAM, END_HEADERS, PADDED, PRIORITY, ACK = 1, 4, 8, 32, 1
SHA = "a" * 40

# RFC 7541, appendix A: the names; the values that matter are those of the paths.
STATIC = (
    ":authority :method :method :path :path :scheme :scheme :status :status :status :status :status :status :status "
    "accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow "
    "authorization cache-control content-disposition content-encoding content-language content-length "
    "content-location content-range content-type cookie date etag expect expires from host if-match "
    "if-modified-since if-none-match if-range if-unmodified-since last-modified link location max-forwards "
    "proxy-authenticate proxy-authorization range referer refresh retry-after server set-cookie "
    "strict-transport-security transfer-encoding user-agent vary via www-authenticate"
).split()

# RFC 7541, appendix B: the lengths of the codes of ASCII; codes of one length follow each other.
LENGTHS = (
    "13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28 "
    "6 10 10 12 13 6 8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10 "
    "13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6 "
    "15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28"
).split()


def huffman_codes():
    codes, code, width = {}, 0, 0
    for length, symbol in sorted((int(length), symbol) for symbol, length in enumerate(LENGTHS)):
        if length > 15:
            break
        code <<= length - width
        width = length
        codes[length, code] = symbol
        code += 1
    return codes


CODES = huffman_codes()


def unpack(data):
    text, code, width = bytearray(), 0, 0
    for byte in data:
        for bit in range(7, -1, -1):
            code, width = code << 1 | byte >> bit & 1, width + 1
            if (width, code) in CODES:
                text.append(CODES[width, code])
                code, width = 0, 0
    return bytes(text)


class HeaderDecoder:
    def __init__(self):
        self.dynamic = []

    def integer(self, data, place, bits):
        value, place = data[place] & (1 << bits) - 1, place + 1
        if value < (1 << bits) - 1:
            return value, place
        shift = 0
        while True:
            byte, place = data[place], place + 1
            value, shift = value + ((byte & 127) << shift), shift + 7
            if not byte & 128:
                return value, place

    def string(self, data, place):
        packed = data[place] & 128
        length, place = self.integer(data, place, 7)
        piece = data[place : place + length]
        return (unpack(piece) if packed else piece).decode(), place + length

    def entry(self, index):
        if index > len(STATIC):
            return self.dynamic[index - len(STATIC) - 1]
        return STATIC[index - 1], "/" if index == 4 else ""

    def decode(self, data):
        fields, place = {}, 0
        while place < len(data):
            first = data[place]
            if first & 128:
                index, place = self.integer(data, place, 7)
                name, value = self.entry(index)
            elif first & 0xE0 == 0x20:
                _, place = self.integer(data, place, 5)
                continue
            else:
                index, place = self.integer(data, place, 6 if first & 64 else 4)
                if index:
                    name = self.entry(index)[0]
                else:
                    name, place = self.string(data, place)
                value, place = self.string(data, place)
                if first & 64:
                    self.dynamic.insert(0, (name, value))
                    while sum(32 + len(n) + len(v) for n, v in self.dynamic) > 4096:
                        self.dynamic.pop()
            fields[name] = value
        return fields


def encode(fields):
    block = bytearray()
    for name, value in fields:
        block += bytes([0, len(name)]) + name.encode() + bytes([len(value)]) + value.encode()
    return bytes(block)


class Connection:
    def __init__(self, stream, once):
        self.stream, self.once, self.decoder = stream, once, HeaderDecoder()

    def read(self, count):
        data = b""
        while len(data) < count:
            piece = self.stream.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def send(self, kind, flags, stream, payload=b""):
        self.stream.sendall(struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload)

    def run(self):
        self.read(24)
        self.send(SETTINGS, 0, 0)
        while True:
            head = self.read(9)
            length = int.from_bytes(head[:3], "big")
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            payload = self.read(length)
            if kind == SETTINGS and not flags & ACK:
                self.send(SETTINGS, ACK, 0)
            elif kind == PING and not flags & ACK:
                self.send(PING, ACK, 0, payload)
            elif kind == HEADERS:
                if flags & PADDED:
                    payload = payload[1 : len(payload) - payload[0]]
                if flags & PRIORITY:
                    payload = payload[5:]
                if not self.answer(stream, self.decoder.decode(payload)):
                    return

    def answer(self, stream, fields):
        path = fields.get(":path", "").split("?")[0]
        print(path, fields.get("authorization", "-"), flush=True)
        fault = path.split("/a/")[-1].split("/")[0]
        if fault in ("refused", "reset", "goaway", "cut") and self.once(path):
            if fault == "refused":
                self.send(RST_STREAM, 0, stream, struct.pack(">I", 7))
            elif fault == "reset":
                self.head(stream, 200, [("content-length", "1000")])
                self.send(RST_STREAM, 0, stream, struct.pack(">I", 2))
            elif fault == "cut":
                self.head(stream, 200, [("content-length", "1000")])
                self.send(DATA, 0, stream, b"{")
                return False
            else:
                self.send(GOAWAY, 0, 0, struct.pack(">II", stream - 2 if stream > 1 else 0, 0))
                return False
            return True
        if fault == "interim":
            self.head(stream, 103, [("link", "</x>")])
        if path.startswith("/api/models/"):
            name = path[len("/api/models/") :]
            self.reply(stream, '{"id":"%s","sha":"%s","safetensors":{"total":8}}' % (name, SHA), fault == "trailers")
        elif path.endswith("/config.json"):
            self.reply(stream, '{"hidden_size":8}', "trailers" in path)
        else:
            self.head(stream, 404, [("x-error-code", "EntryNotFound")], END_STREAM)
        return True

    def head(self, stream, status, fields, flags=0):
        self.send(HEADERS, END_HEADERS | flags, stream, encode([(":status", str(status))] + fields))

    def reply(self, stream, body, has_trailers):
        self.head(stream, 200, [("content-type", "application/json")])
        self.send(DATA, 0 if has_trailers else END_STREAM, stream, body.encode())
        if has_trailers:
            self.send(HEADERS, END_HEADERS | END_STREAM, stream, encode([("server-timing", "a")]))


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    seen, lock = set(), threading.Lock()

    def once(path):
        with lock:
            return not (path in seen or seen.add(path))

    def serve(client):
        try:
            with context.wrap_socket(client, server_side=True) as stream:
                print("connection", flush=True)
                Connection(stream, once).run()
        except (EOFError, OSError):
            pass

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


main()
