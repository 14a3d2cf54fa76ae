#!/usr/bin/env python3
"""Checks a proof of a value or of a receipt against a header's hash, as docs/state.md specifies it.

Shares no code with WASTM and needs nothing but Python 3.8. Usage: verify_proof.py FILE HEADER_HASH
Prints what is proven, as JSON, with exit code 0; or why the proof is refused, with exit code 1.
"""
import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(condition, reason):
    if not condition:
        raise ValueError(reason)


def unhex(text):
    data = bytes.fromhex(text)
    require(data.hex() == text, "bytes are written as lower-case hexadecimal digits")
    return data


def fields(message):
    """The fields of a Protocol Buffers message that has numbers and bytes only; of a repeated field, the last."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            value |= (message[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if message[at - 1] < 0x80:
                return value

    while at < len(message):
        tag = varint()
        require(tag & 7 in (0, 2), "a message has a field that is neither number nor bytes")
        value = varint()
        if tag & 7 == 2:
            require(at + value <= len(message), "a message ends early")
            at, value = at + value, message[at : at + value]
        found[tag >> 3] = value
    return found


def bit(path, number):
    """A bit of a key's path, which is the SHA-256 of the key; the highest bit of each byte first."""
    return path[number // 8] >> (7 - number % 8) & 1 == 1


def leaf(key, value):
    return sha256(b"\0", len(key).to_bytes(4, "big"), key, value)


def check_value(proof, header):
    key, path = unhex(proof["key"]), proof["path"]
    if proof["value"] is not None:
        require(proof["neighbour"] is None, "a value has no neighbour")
        found, node = key, leaf(key, unhex(proof["value"]))
    elif proof["neighbour"] is not None:
        found = unhex(proof["neighbour"]["key"])
        require(found != key, "an absent key cannot be its own neighbour")
        node = leaf(found, unhex(proof["neighbour"]["value"]))
    else:
        require(not path, "an empty state has no path")
        found, node = key, sha256()
    wanted, there, below = sha256(key), sha256(found), 256
    for step in reversed(path):
        number, sibling = step["bit"], unhex(step["sibling"])
        require(type(number) is int and 0 <= number < below and len(sibling) == 32, "a step is malformed")
        require(bit(wanted, number) == bit(there, number), "the path is not the key's")
        sides = (sibling, node) if bit(wanted, number) else (node, sibling)
        node, below = sha256(b"\1", number.to_bytes(4, "big"), *sides), number
    require(node == header[8], "the path does not lead to the header's state root")
    actor, _, own = key.partition(b"\0")
    return {"actor": actor.decode(), "key": own.hex(), "value": proof["value"]}


def check_receipt(proof, header):
    transaction, receipt = unhex(proof["transaction"]), unhex(proof["receipt"])
    nodes = [sha256(b"\0", transaction), sha256(b"\0", receipt)]
    for step in proof["path"]:
        require(step["side"] in ("left", "right"), "a step is malformed")
        for tree, name in enumerate(("transaction", "receipt")):
            sibling = unhex(step[name])
            require(len(sibling) == 32, "a step is malformed")
            sides = (sibling, nodes[tree]) if step["side"] == "left" else (nodes[tree], sibling)
            nodes[tree] = sha256(b"\1", *sides)
    require(nodes[0] == header[6], "the path does not lead to the header's transactions root")
    require(nodes[1] == header[7], "the path does not lead to the header's receipts root")
    outcome = fields(receipt)
    require(outcome[2] == sha256(transaction), "the receipt is that of another transaction")
    status = ("", "SUCCESS", "REVERTED", "TRAPPED", "OUT_OF_FUEL", "INVALID")[outcome[3]]
    return {"index": outcome.get(1, 0), "status": status, "output": outcome.get(4, b"").hex()}


def check(text, trusted_header_hash):
    proof = json.loads(text)
    require(text == json.dumps(proof, separators=(",", ":")) + "\n", "the file is not canonical")
    members = ["value", "neighbour"] if "key" in proof else ["receipt"]
    names = ["format", "header", "key" if "key" in proof else "transaction", *members, "path", "sha256"]
    require(list(proof) == names, "the file has other members than a proof")
    body = text[: text.rindex(',"sha256":')]
    require(proof["sha256"] == sha256(body.encode()).hex(), "the file is damaged")
    header_bytes = unhex(proof["header"])
    require(sha256(header_bytes).hex() == trusted_header_hash, "the header is not the trusted one")
    header = fields(header_bytes)
    checks = {"wastm value proof 1": check_value, "wastm receipt proof 1": check_receipt}
    require(proof["format"] in checks, "the format is unknown")
    return {"ledger": header[2].decode(), "height": header[3], **checks[proof["format"]](proof, header)}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        with open(sys.argv[1], encoding="ascii", newline="") as file:
            print(json.dumps(check(file.read(), sys.argv[2])))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as refused:
        sys.exit(f"refused: {refused}")
