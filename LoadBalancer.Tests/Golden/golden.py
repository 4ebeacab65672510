#!/usr/bin/env python3
"""Makes the golden files of this folder from the definitions alone. It shares no code with LoadBalancer.Core.

usage: golden.py LAYOUT > LAYOUT-v1.txt      LAYOUT is ring, maglev, rendezvous or ketama
       golden.py --self-test                 checks the hash against published vectors
"""
import struct
import sys
import zlib

MASK = (1 << 64) - 1
P1, P2, P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
P4, P5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def rotl(x, n):
    return ((x << n) | (x >> (64 - n))) & MASK


def xxh64(data, seed=0):
    """XXH64 as specified in github.com/Cyan4973/xxHash doc/xxhash_spec.md."""
    def lane(acc, word):
        return rotl((acc + word * P2) & MASK, 31) * P1 & MASK

    size, at = len(data), 0
    if size >= 32:
        accs = [(seed + P1 + P2) & MASK, (seed + P2) & MASK, seed, (seed - P1) & MASK]
        while at + 32 <= size:
            accs = [lane(acc, word) for acc, word in zip(accs, struct.unpack_from("<4Q", data, at))]
            at += 32
        h = (rotl(accs[0], 1) + rotl(accs[1], 7) + rotl(accs[2], 12) + rotl(accs[3], 18)) & MASK
        for acc in accs:
            h = ((h ^ lane(0, acc)) * P1 + P4) & MASK
    else:
        h = (seed + P5) & MASK
    h = (h + size) & MASK
    while at + 8 <= size:
        h = (rotl(h ^ lane(0, struct.unpack_from("<Q", data, at)[0]), 27) * P1 + P4) & MASK
        at += 8
    if at + 4 <= size:
        h = (rotl(h ^ struct.unpack_from("<I", data, at)[0] * P1 & MASK, 23) * P2 + P3) & MASK
        at += 4
    for byte in data[at:]:
        h = rotl(h ^ byte * P5 & MASK, 11) * P1 & MASK
    h = (h ^ h >> 33) * P2 & MASK
    h = (h ^ h >> 29) * P3 & MASK
    return h ^ h >> 32


def ring_points_for(weight):
    return 5 * weight


def ketama_points_for(weight):
    return (weight * 160 + 50) // 100


def distinct(servers):
    seen = dict.fromkeys(servers)
    return list(seen)


class Circle:
    """Points sorted by position, then by id; the owner of a hash is the first point at or after it, going round."""

    def __init__(self, points):
        self.points = sorted(points)
        self.entries = ["%016x %s" % point for point in self.points]

    def candidates(self, h):
        first = next((i for i, point in enumerate(self.points) if point[0] >= h), 0)
        return distinct(server for _, server in self.points[first:] + self.points[:first])


class Ring(Circle):
    servers = [("web-1", 100), ("web-2", 100), ("web-3", 250), ("A.big", 1000), ("_small", 1), ("web-10", 33)]

    def __init__(self):
        super().__init__((xxh64(b"%s#%d" % (name.encode(), i)), name)
                         for name, weight in self.servers for i in range(ring_points_for(weight)))

    hash = staticmethod(xxh64)


class Ketama(Circle):
    """nginx: ngx_http_upstream_hash_module.c. 32-bit positions stand in the upper half of 64 bits."""
    servers = [("10.0.0.1:8080", 100), ("10.0.0.2:8080", 100), ("10.0.0.3:8080", 200), ("cache.example", 300)]

    def __init__(self):
        points = []
        for name, weight in self.servers:
            host, colon, port = name.rpartition(":")
            if not (colon and port.isdigit()):
                host, port = name, ""
            previous = bytes(4)
            for _ in range(ketama_points_for(weight)):
                position = zlib.crc32(host.encode() + b"\0" + port.encode() + previous)
                previous = struct.pack("<I", position)
                points.append((position << 32, name))
        super().__init__(points)

    @staticmethod
    def hash(key):
        return zlib.crc32(key) << 32


class Maglev:
    """Eisenbud et al., NSDI 2016, section 3.4; weights by turns, heavier servers first."""
    servers = Ring.servers
    size = 65537

    def __init__(self):
        order = sorted(self.servers, key=lambda server: (-server[1], server[0]))
        most = order[0][1]
        table = [None] * self.size
        cursor = {name: xxh64(name.encode()) % self.size for name, _ in order}
        skip = {name: xxh64(name.encode(), 1) % (self.size - 1) + 1 for name, _ in order}
        target = {name: 0 for name, _ in order}
        free, turn = self.size, 0
        while free:
            turn += 1
            for name, weight in order:
                if free and turn * weight >= target[name]:
                    target[name] += most
                    while table[cursor[name]] is not None:
                        cursor[name] = (cursor[name] + skip[name]) % self.size
                    table[cursor[name]] = name
                    free -= 1
        self.entries = table

    hash = staticmethod(xxh64)

    def candidates(self, h):
        slot = h % self.size
        return distinct(self.entries[slot:] + self.entries[:slot])


class Rendezvous:
    """Highest random weight, -w / ln u; logarithms to base 2 as integers, 47 binary places, 1,024 chords."""
    servers = Ring.servers
    entries = []

    def __init__(self):
        self.log = [self.log2(1024 + i) for i in range(1024)] + [1 << 47]

    @staticmethod
    def log2(numerator):
        """log2(numerator / 1024) for 1024 <= numerator < 2048, digit by digit: squaring doubles a logarithm."""
        z, result = numerator << 53, 0
        for _ in range(47):
            z = z * z >> 63
            result <<= 1
            if z >> 64:
                z >>= 1
                result |= 1
        return result

    def cost(self, x):
        x |= 1
        zeros = 64 - x.bit_length()
        mantissa = x << zeros & MASK
        chord = (mantissa >> 53) - 1024
        fraction = mantissa << 11 & MASK
        log = self.log[chord] + ((self.log[chord + 1] - self.log[chord]) * fraction >> 64)
        return (1 + zeros << 47) - log

    hash = staticmethod(xxh64)

    @staticmethod
    def mix(x):
        """The 64-bit finaliser of MurmurHash3."""
        x = (x ^ x >> 33) * 0xFF51AFD7ED558CCD & MASK
        x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53 & MASK
        return x ^ x >> 33

    def candidates(self, h):
        from fractions import Fraction

        def rank(server):
            name, weight = server
            x = self.mix(h ^ xxh64(name.encode()))
            return Fraction(self.cost(x), weight), -x, name
        return [name for name, _ in sorted(self.servers, key=rank)]


def keys():
    yield from ("", "a", "/index.html", "ключ", "鍵🔑", "x" * 700, "user-42")
    yield from ("key-%d" % i for i in range(500))


def write(layout):
    print("# made by golden.py %s; see README.md" % layout.__name__.lower())
    for name, weight in layout.servers:
        print("server\t%s\t%d" % (name, weight))
    made = layout()
    text = "".join(entry + "\n" for entry in made.entries)
    print("entries\t%d\t%016x" % (len(made.entries), xxh64(text.encode())))
    for key in keys():
        h = made.hash(key.encode())
        print("key\t%s\t%016x\t%s" % (key, h, " ".join(made.candidates(h))))


def self_test():
    assert xxh64(b"") == 0xEF46DB3751D8E999
    assert xxh64(b"a") == 0xD24EC4F1A98C6E5B
    assert xxh64(b"abc") == 0x44BC2CF5AD770999
    assert xxh64(b"Nobody inspects the spammish repetition") == 0xFBCEA83C8A378BF1
    ketama = Ketama()
    assert [zlib.crc32(b"10.0.0.1\x008080" + bytes(4))] == [0xF1EA5A8F]
    assert ketama.hash(b"user-42") == 0x7D06B873 << 32
    print("ok")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    layouts = {layout.__name__.lower(): layout for layout in (Ring, Maglev, Rendezvous, Ketama)}
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    elif len(sys.argv) == 2 and sys.argv[1] in layouts:
        write(layouts[sys.argv[1]])
    else:
        sys.exit(__doc__)
