#!/usr/bin/env python3
"""Signs WASTM transactions, with nothing but Python's standard library: the same bytes, hash and signature as wastm key sign.

usage: sign_transaction.py FILE --key KEYFILE --genesis HASH --nonce N [--hash]

FILE has one transaction a line, as docs/transactions.md says; modules are named by SHA-256. KEYFILE is what wastm key generate wrote, HASH what
wastm ledger status shows as the ledger's genesis. Prints the lines, signed; with --hash the hash of each. It keeps to docs/formats.md, and is slow: a real signer uses a library for Ed25519, which also keeps
the secret from those who can measure time.
"""

import argparse
import hashlib
import json
import re
import sys

FUEL_DEFAULT = "1000000"
DEPTH_MAX = 128
NUMBER_CHARS_MAX = 1_000
MEMBERS = ("actor", "method", "args", "sender", "fuel")
NAMES_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f]")

# --- Ed25519 (RFC 8032), in extended coordinates ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def x_of(y):
    """The even one of the two x that lie at y."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if x & 1 else x


BASE = (x_of(BASE_Y), BASE_Y, 1, x_of(BASE_Y) * BASE_Y % P)


def added(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar):
    """The base point, so many times, in 32 bytes."""
    result, power = NEUTRAL, BASE
    while scalar:
        if scalar & 1:
            result = added(result, power)
        power, scalar = added(power, power), scalar >> 1
    inverse = pow(result[2], P - 2, P)
    x, y = result[0] * inverse % P, result[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Key:
    def __init__(self, secret):
        digest = hashlib.sha512(secret).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = times(self.scalar)
        self.name = "ed25519:" + self.public.hex()

    def sign(self, message):
        once = number(self.prefix, message) % ORDER
        point = times(once)
        rest = (once + number(point, self.public, message) * self.scalar) % ORDER
        return point + rest.to_bytes(32, "little")


# --- the canonical form of JSON ---


class Number(str):
    """A number as it was written."""


def members(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a member is there twice in one object")
    return dict(pairs)


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def canonical(value, depth=0):
    """A value without white space, its members in the order given, its strings with no more escapes than JSON demands."""
    if isinstance(value, Number):
        if len(value) > NUMBER_CHARS_MAX:
            raise ValueError("a number is too long")
        return str(value)
    if isinstance(value, (dict, list)) and depth == DEPTH_MAX:
        raise ValueError("arrays and objects lie too deep in each other")
    if isinstance(value, dict):
        if any(NAMES_CONTROLS.search(name) for name in value):
            raise ValueError("a member has a control character in its name")
        return "{" + ",".join(canonical(name) + ":" + canonical(each, depth + 1) for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(each, depth + 1) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def parse(line):
    return json.loads(
        line, object_pairs_hook=members, parse_int=Number, parse_float=Number, parse_constant=refuse
    )


# --- transactions ---


def varint(value):
    low = b""
    while value > 0x7F:
        low, value = low + bytes([value & 0x7F | 0x80]), value >> 7
    return low + bytes([value])


def field(at, value):
    """A field of a Protocol Buffers message: nothing where it has its default value."""
    if not value:
        return b""
    if isinstance(value, int):
        return varint(at << 3) + varint(value)
    return varint(at << 3 | 2) + varint(len(value)) + value


def unsigned(transaction, nonce):
    texts = [transaction[name].encode("utf-8") for name in ("actor", "method", "args", "sender")]
    fields = [*texts, transaction["fuel"], nonce]
    return b"".join(field(at, value) for at, value in enumerate(fields, 1))


def signed_bytes(genesis, transaction, nonce):
    # What the signature is good for alone comes first.
    return b"WASTM transaction 1\0" + genesis + unsigned(transaction, nonce)


def read(line, sender):
    given = parse(line)
    if not isinstance(given, dict):
        raise ValueError("a transaction must be a JSON object")
    for name in given:
        if name not in MEMBERS:
            raise ValueError(f'"{name}" is not a member of a transaction that is not signed yet')
    if type(given["actor"]) is not str or type(given["method"]) is not str:
        raise ValueError("actor and method must be strings")
    fuel = given.get("fuel", Number(FUEL_DEFAULT))
    if not isinstance(fuel, Number):
        raise ValueError("fuel must be a number")
    return {
        "actor": given["actor"],
        "method": given["method"],
        "args": canonical(given["args"]) if "args" in given else "",
        "sender": sender,
        "fuel": int(fuel),
    }


def sign(line, key, genesis, nonce):
    """The signed line, and the transaction's hash."""
    if not 0 < nonce < 2**63:
        raise ValueError("a nonce is a whole number from 1 to 9223372036854775807")
    transaction = read(line, key.name)
    signature = key.sign(signed_bytes(genesis, transaction, nonce))
    whole = unsigned(transaction, nonce) + field(7, signature)
    quoted = {name: canonical(transaction[name]) for name in ("actor", "method", "sender")}
    written = {**transaction, **quoted, "nonce": nonce, "signature": f'"{signature.hex()}"'}
    shown = ",".join(f'"{name}":{text}' for name, text in written.items() if text != "")
    return "{" + shown + "}", hashlib.sha256(whole).hexdigest()


def main():
    options = argparse.ArgumentParser(usage=__doc__.split("\n")[2])
    options.add_argument("file")
    options.add_argument("--key", required=True)
    options.add_argument("--genesis", required=True, type=bytes.fromhex)
    options.add_argument("--nonce", type=int, required=True)
    options.add_argument("--hash", action="store_true")
    given = options.parse_args()
    with open(given.key, encoding="ascii") as file:
        secret = json.load(file)
    key = Key(bytes.fromhex(secret["secret"]))
    if secret["format"] != "wastm key 1" or secret["name"] != key.name:
        sys.exit("the key's file is none, or its secret is not that of the key it names")
    if len(given.genesis) != 32:
        sys.exit("the genesis is no SHA-256")
    nonce = given.nonce
    with open(given.file, encoding="utf-8", newline="\n") as file:
        for number_of_line, line in enumerate(file, 1):
            if line.strip(" \t\r\n"):
                try:
                    signed, digest = sign(line, key, given.genesis, nonce)
                except (ValueError, KeyError, RecursionError) as refused:
                    sys.exit(f"{given.file}:{number_of_line}: {refused}")
                print(digest if given.hash else signed)
                nonce += 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
