#!/usr/bin/env python3
"""Checks a proof of a value or of a receipt against a header's hash, as docs/state.md specifies it.

Shares no code with WASTM and needs nothing but Python 3.8. Usage: verify_proof.py FILE HEADER_HASH
Prints what is proven, as the line of JSON that wastm ledger verify-proof --json prints, with exit code 0; or why the proof is refused, with
exit code 1; exit code 2 where it was called in a wrong way.
"""
import base64
import hashlib
import re
import sys

SIZE_BYTES_MAX = 8 * 1024 * 1024
STATE_STEPS_MAX, BATCH_STEPS_MAX = 256, 64

# The fields of each message by their numbers, and what they are: "number:31" is below 2 to the power of 31, and of a
# choice there is one field.
HEADER = {1: "number:31", 2: "text", 3: "number:63", 4: "digest", 5: "digest", 6: "digest", 7: "digest", 8: "digest", 9: "number:63", 10: "digest", 11: "digest"}
TRANSACTION = {1: "text", 2: "text", 3: "bytes", 4: "text", 5: "number:64", 6: "number:64", 7: "bytes"}
ARGUMENT = {1: "number:64", 2: "text", "choice": True}
PLACE = {1: "digest", 2: "number:31", 3: "number:31"}
FAILURE = {1: "number:31", 2: ("many", ARGUMENT), 3: ("one", PLACE)}
EVENT = {1: "bytes", 2: "bytes"}
RECEIPT = {1: "number:31", 2: "digest", 3: "number:31", 4: "bytes", 5: "number:63", 6: ("many", EVENT), 7: "digest", 8: ("one", FAILURE)}

STATUSES = ("", "SUCCESS", "REVERTED", "TRAPPED", "OUT_OF_FUEL", "INVALID")
# The codes of failures in the order of their numbers, from 1, each with the names of its arguments (docs/formats.md).
CODES = [
    code.split(":")
    for code in """UNREACHABLE MEMORY_OUT_OF_BOUNDS DIVIDE_BY_ZERO INTEGER_OVERFLOW INVALID_CONVERSION INDIRECT_CALL CALL_DEPTH:limit
    ABORT:message:file:line:column HOST_NOT_READY EMPTY_KEY KEY_TOO_LONG:bytes:limit VALUE_TOO_LONG:bytes:limit PREFIX_TOO_LONG:bytes:limit
    RANDOM_TOO_LONG:bytes:limit TOPIC_TOO_LONG:bytes:limit EVENT_TOO_LONG:bytes:limit ACTOR_TOO_LONG:bytes:limit METHOD_TOO_LONG:bytes:limit
    ARGS_TOO_LONG:bytes:limit OUTPUT_TOO_LONG:bytes:limit NO_SUCH_SCAN:handle TOO_MANY_KEYS:limit TOO_MANY_VISITS:limit TOO_MANY_SCANS:limit
    TOO_MANY_OPEN_SCANS:limit TOO_MANY_WRITES:limit TOO_MANY_BYTES_WRITTEN:limit TOO_MANY_EVENTS:limit TOO_MANY_CALLS:limit BATCH_KEYS:keys
    REVERT:message OUT_OF_FUEL:limit BATCH_BYTES:bytes:limit ACTOR_EXISTS:actor NO_ACTOR_TO_UPGRADE:actor NOT_THE_OWNER:actor:owner
    SIGNATURES_TOO_LATE EPOCH_NOT_LATER:epoch:current EPOCH_MOVE_PENDING:height HEIGHT_NOT_LATER:height:current NOT_THE_FOUNDER:founder
    NO_SUCH_ACTOR:actor WRONG_SIGNATURE:sender WRONG_NONCE:nonce:next NOT_SIGNED:sender SIGNATURE_REQUIRED MALFORMED_SYSTEM_CALL
    FUEL_OUT_OF_RANGE:fuel:limit""".split()
]

LEDGER = re.compile(rb"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
HEX = r'"([0-9a-f]*)"'
DIGEST = r'"([0-9a-f]{64})"'
VALUE_HEAD = re.compile(
    r'\{"format":"wastm value proof 1","header":' + HEX + r',"key":' + HEX
    + r',"value":(?:null,"neighbour":(?:null|\{"key":' + HEX + r',"value":' + HEX + r'\})|' + HEX + r',"neighbour":null),"path":\['
)
VALUE_STEP = re.compile(r'\{"bit":(0|[1-9][0-9]{0,2}),"sibling":' + DIGEST + r"\}")
RECEIPT_HEAD = re.compile(
    r'\{"format":"wastm receipt proof 1","header":' + HEX + r',"transaction":' + HEX + r',"receipt":' + HEX + r',"path":\['
)
RECEIPT_STEP = re.compile(r'\{"side":"(left|right)","transaction":' + DIGEST + r',"receipt":' + DIGEST + r"\}")
TAIL = re.compile(r',"sha256":' + DIGEST + r"\}\n\Z")


class Refused(Exception):
    """Says why, as the end of a sentence."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def is_text(data):
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def unhex(text):
    require(len(text) % 2 == 0, "it has half a byte")
    return bytes.fromhex(text)


def varint(message, at):
    """A number and where it ends; of all ways to write it, only the shortest is one."""
    value = shift = 0
    while True:
        require(at < len(message), "a message ends in the middle of a number")
        byte, at = message[at], at + 1
        require((byte or not shift) and (shift < 63 or byte < 2), "a message has a number that is too large, or longer than it must be")
        value, shift = value | (byte & 0x7F) << shift, shift + 7
        if byte < 0x80:
            return value, at


def field(kind, data):
    """What bytes are, which a field of some kind has."""
    if isinstance(kind, tuple):
        return fields(data, kind[1])
    require(kind != "digest" or len(data) == 32, "a digest does not have 32 bytes")
    require(kind != "text" or is_text(data), "a text is not UTF-8")
    return data


def fields(message, schema):
    """A message's fields, by their numbers; refused where it is not in its one canonical form."""
    found, at, last, choice = {}, 0, 0, "choice" in schema
    while at < len(message):
        tag, at = varint(message, at)
        kind = schema.get(tag >> 3)
        require(kind, "a message has an unknown field")
        many = kind[0] == "many"
        require(tag >> 3 > last or (tag >> 3 == last and many), "a message has a field twice, or after a later one")
        require(not (choice and found), "a message has two fields of which there can be one")
        last, is_number = tag >> 3, kind[0] == "n"
        require(tag & 7 == (0 if is_number else 2), "a message has a field of another type")
        value, at = varint(message, at)
        if is_number:
            require(value < 1 << int(kind[7:]), "a message has a number that is out of range")
        else:
            require(value <= len(message) - at, "a message ends in the middle of a field")
            at, value = at + value, field(kind, message[at : at + value])
        require(value or choice or isinstance(kind, tuple), "a message has a field that is written, though it is empty or 0")
        found[last] = found.get(last, []) + [value] if many else value
    require(all(number in found for number, kind in schema.items() if kind == "digest"), "a message has no digest where there should be one")
    return found


def text_json(data):
    """Text as a string of JSON: escaped is what must be."""
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
    return '"' + data.decode("utf-8").translate({**{i: "\\u%04X" % i for i in range(32)}, **short}) + '"'


def bytes_json(data):
    return '{"utf8":' + text_json(data) + "}" if is_text(data) else '{"base64":"' + base64.b64encode(data).decode() + '"}'


def object_json(members):
    return "{" + ",".join('"%s":%s' % member for member in members) + "}"


def bit(path, number):
    """A bit of a key's path, which is the SHA-256 of the key; the highest bit of each byte first."""
    return path[number // 8] >> (7 - number % 8) & 1 == 1


def leaf(key, value):
    return sha256(b"\0", len(key).to_bytes(4, "big"), key, value)


def steps(file, at, pattern, steps_max):
    """The steps of a path, and where it ends."""
    found = []
    while file[at : at + 1] != "]":
        require(len(found) < steps_max, "its path has more than %d steps" % steps_max)
        at += 1 if found and file[at : at + 1] == "," else 0
        step = pattern.match(file, at)
        require(step and (not found or file[at - 1] == ","), "it is not written as proofs are, after byte %d" % at)
        found.append(step.groups())
        at = step.end()
    return found, at + 1


def check_value(head, path, header):
    key, other_key, other_value, value = (None if text is None else unhex(text) for text in head.groups()[1:])
    for each in (key, other_key):
        require(each is None or b"\0" in each, "a state key has no zero byte after the actor's id")
        require(each is None or is_text(each.partition(b"\0")[0]), "it has a key of an actor whose id is not UTF-8")
    if value is not None:
        found, node = key, leaf(key, value)
    elif other_key is not None:
        require(other_key != key, "an absent key cannot be its own neighbour")
        found, node = other_key, leaf(other_key, other_value)
    else:
        require(not path, "an empty state has no path")
        found, node = key, sha256()
    wanted, there, below = sha256(key), sha256(found), 256
    for number, sibling in reversed(path):
        number = int(number)
        require(number < below, "its path does not ask for bits from 0 to 255 in ascending order")
        require(bit(wanted, number) == bit(there, number), "its path is not the key's")
        sides = (bytes.fromhex(sibling), node) if bit(wanted, number) else (node, bytes.fromhex(sibling))
        node, below = sha256(b"\1", number.to_bytes(4, "big"), *sides), number
    require(node == header[8], "its path does not lead to the header's state root")
    actor, _, own = key.partition(b"\0")
    return [("actor", text_json(actor)), ("key", bytes_json(own)), ("value", "null" if value is None else bytes_json(value))]


def failure_json(failure):
    code, arguments, place = failure.get(1, 0), failure.get(2, []), failure.get(3)
    require(0 < code <= len(CODES), "its receipt has an unknown code")
    name, *names = CODES[code - 1]
    require(len(names) == len(arguments) and all(arguments), "its receipt has other arguments than its code")
    shown = [(each, str(argument[1]) if 1 in argument else text_json(argument[2])) for each, argument in zip(names, arguments)]
    if place is not None:
        shown += [("module", '"' + place[1].hex() + '"'), ("function", place.get(2, 0)), ("offset", place.get(3, 0))]
    return [("code", '"' + name + '"'), ("arguments", object_json(shown))]


def check_receipt(head, path, header):
    transaction, receipt = (unhex(text) for text in head.groups()[1:])
    call, nodes = fields(transaction, TRANSACTION), [sha256(b"\0", transaction), sha256(b"\0", receipt)]
    require(0 < call.get(6, 0) < 1 << 63 and len(call.get(7, b"")) == 64 or not (6 in call or 7 in call), "its transaction has a nonce or a signature that none has")
    for side, *siblings in path:
        for tree in (0, 1):
            sibling = bytes.fromhex(siblings[tree])
            sides = (sibling, nodes[tree]) if side == "left" else (nodes[tree], sibling)
            nodes[tree] = sha256(b"\1", *sides)
    require(nodes[0] == header[6], "its path does not lead to the header's transactions root")
    require(nodes[1] == header[7], "its path does not lead to the header's receipts root")
    outcome = fields(receipt, RECEIPT)
    require(outcome[2] == sha256(transaction), "its receipt is that of another transaction")
    require(0 < outcome.get(3, 0) < len(STATUSES), "its receipt has an unknown status")
    status = STATUSES[outcome[3]]
    require((8 in outcome) == (status != "SUCCESS"), "its receipt does not say why its transaction failed, or that it succeeded")
    events = [object_json([("topic", bytes_json(event.get(1, b""))), ("data", bytes_json(event.get(2, b"")))]) for event in outcome.get(6, [])]
    shown = [("index", outcome.get(1, 0)), ("hash", '"' + outcome[2].hex() + '"')]
    shown += [(name, text_json(call.get(number, b""))) for name, number in (("actor", 1), ("method", 2), ("sender", 4))]
    shown += [("args", bytes_json(call.get(3, b""))), ("status", '"' + status + '"'), ("output", bytes_json(outcome.get(4, b"")))]
    shown += [("fuelUsed", outcome.get(5, 0)), ("events", "[" + ",".join(events) + "]")]
    shown += failure_json(outcome[8]) if 8 in outcome else [("code", "null")]
    return [("receipt", object_json(shown))]


def check(file, trusted_header_hash):
    """What a proof's file proves, as a line of JSON; Refused where it proves nothing to whoever trusts that hash."""
    require(len(file) <= SIZE_BYTES_MAX, "it has more than the %d bytes that a proof has at most" % SIZE_BYTES_MAX)
    file = file.decode("latin-1")
    kinds = ((VALUE_HEAD, VALUE_STEP, STATE_STEPS_MAX, check_value), (RECEIPT_HEAD, RECEIPT_STEP, BATCH_STEPS_MAX, check_receipt))
    for head, step, steps_max, check_below_header in kinds:
        begin = head.match(file)
        if begin:
            path, end = steps(file, begin.end(), step, steps_max)
            tail = TAIL.match(file, end)
            require(tail, "it is not written as proofs are, after byte %d" % end)
            require(tail.group(1) == sha256(file[:end].encode("latin-1")).hex(), "it is damaged: it does not have the digest at its end")
            header_bytes = unhex(begin.group(1))
            header = fields(header_bytes, HEADER)
            require(header.get(1, 0) and header.get(3, 0), "its header has a number that is out of range")
            require(LEDGER.fullmatch(header.get(2, b"")), "its header's ledger has a name that no ledger has")
            require(sha256(header_bytes).hex() == trusted_header_hash, "its header is not the trusted one")
            proven = check_below_header(begin, path, header)
            return object_json(
                [("verified", "true"), ("ledger", text_json(header.get(2, b""))), ("height", header[3]), ("headerHash", '"' + trusted_header_hash + '"'), *proven]
            )
    raise Refused("it does not begin as the proofs do that are known here")


def main(arguments):
    if len(arguments) != 2 or not re.fullmatch("[0-9a-fA-F]{64}", arguments[1]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            content = file.read(SIZE_BYTES_MAX + 1)
    except OSError as failed:
        print("The file %s cannot be read: %s." % (arguments[0], failed.strerror), file=sys.stderr)
        return 2
    try:
        proven = check(content, arguments[1].lower())
    except Refused as refused:
        print("NOT verified: %s." % refused)
        return 1
    sys.stdout.buffer.write(proven.encode("utf-8") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
