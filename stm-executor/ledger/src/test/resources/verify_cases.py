"""Checks proofs that come on standard input with the verifier whose folder is named, for as long as any come.

A case is a header's hash of 64 hexadecimal digits, the length of a file (4 bytes, big endian), and the file. The answer is a byte, "1" for
proven, "0" for refused, "X" where the verifier failed in another way, the length of what is said (4 bytes), and what is said.
"""
import sys
import traceback

sys.path.insert(0, sys.argv[1])
import verify_proof  # noqa: E402


def answer(file, header):
    try:
        return b"1", verify_proof.check(file, header)
    except verify_proof.Refused as refused:
        return b"0", str(refused)
    except BaseException:
        return b"X", traceback.format_exc()


while True:
    head = sys.stdin.buffer.read(68)
    if len(head) < 68:
        break
    verdict, said = answer(sys.stdin.buffer.read(int.from_bytes(head[64:], "big")), head[:64].decode())
    said = said.encode("utf-8")
    sys.stdout.buffer.write(verdict + len(said).to_bytes(4, "big") + said)
    sys.stdout.buffer.flush()
