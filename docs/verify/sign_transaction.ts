#!/usr/bin/env node
/**
 * Signs WASTM transactions, with nothing but Node: the same bytes, hash and signature as wastm key sign.
 *
 * usage: sign_transaction FILE --key KEYFILE --genesis HASH --nonce N [--hash]
 *
 * FILE has one transaction a line, as docs/transactions.md says; modules are named by SHA-256. KEYFILE is what wastm key generate wrote, HASH what
 * wastm ledger status shows as the ledger's genesis. Prints the lines, signed; with --hash the hash of each. A program imports {@link Signer}.
 */

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const FUEL_DEFAULT = "1000000";
const NONCE_MAX = 2n ** 63n - 1n;
const DEPTH_MAX = 128;
const NUMBER_CHARS_MAX = 1000;
const MEMBERS = ["actor", "method", "args", "sender", "fuel"];

/** What stands before the 32 bytes of a key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** A transaction that is not signed yet. */
interface Transaction {
  readonly actor: string;
  readonly method: string;
  /** JSON in its canonical form; empty where there are none. */
  readonly args: string;
  readonly sender: string;
  readonly fuel: bigint;
}

/** A transaction as it is sent, a line of a transactions file, and what names it: the SHA-256 of its bytes. */
export interface Signed {
  readonly line: string;
  readonly hash: string;
}

/** What a JSON text stands for, which must be a string. */
function stringOf(json: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "string") {
    throw new Error(`${json} is no string`);
  }
  return value;
}

/** Takes JSON apart, and writes it in its canonical form; numbers stay as they are written, which JSON.parse does not keep. */
class Canonical {
  static readonly #TOKEN =
    /[ \t\r\n]*(?:([{}[\],:]|true|false|null)|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))[ \t\r\n]*/uy;

  readonly #text: string;
  #at = 0;

  private constructor(text: string) {
    JSON.parse(text); // Whether it is JSON at all; which one, is told below.
    this.#text = text;
  }

  /** The next token: strings with no more escapes than JSON demands. */
  #next(): string {
    Canonical.#TOKEN.lastIndex = this.#at;
    const token = Canonical.#TOKEN.exec(this.#text);
    if (token === null) {
      throw new Error("there is something in it that is no JSON");
    }
    this.#at = Canonical.#TOKEN.lastIndex;
    const [, mark, string, number] = token;
    if (number !== undefined && number.length > NUMBER_CHARS_MAX) {
      throw new Error("a number is too long");
    }
    return string === undefined ? (mark ?? number ?? "") : Canonical.#string(stringOf(string));
  }

  static #string(text: string): string {
    if (!text.isWellFormed()) {
      throw new Error("a string has one half of a surrogate pair without the other");
    }
    return JSON.stringify(text);
  }

  /** The members of an object at which it stands, by name; their values in the canonical form. */
  #members(depth: number): Map<string, string> {
    const members = new Map<string, string>();
    for (let token = this.#next(); token !== "}"; token = this.#next()) {
      const name = stringOf(token === "," ? this.#next() : token);
      if (members.has(name)) {
        throw new Error("a member is there twice in one object");
      }
      this.#next();
      members.set(name, this.#value(depth));
    }
    return members;
  }

  #value(depth: number): string {
    const first = this.#next();
    if ((first === "{" || first === "[") && depth === DEPTH_MAX) {
      throw new Error("arrays and objects lie too deep in each other");
    }
    if (first === "{") {
      const members = [...this.#members(depth + 1)];
      if (members.some(([name]) => /[\u0000-\u001f\u007f-\u009f]/u.test(name))) {
        throw new Error("a member has a control character in its name");
      }
      return `{${members.map(([name, value]) => `${Canonical.#string(name)}:${value}`).join(",")}}`;
    }
    return first === "[" ? this.#array(depth + 1) : first;
  }

  #array(depth: number): string {
    const values: string[] = [];
    for (let before = this.#at, token = this.#next(); token !== "]"; before = this.#at, token = this.#next()) {
      if (token !== ",") {
        this.#at = before;
      }
      values.push(this.#value(depth));
    }
    return `[${values.join(",")}]`;
  }

  /** The members of a text that is one object. */
  static members(text: string): Map<string, string> {
    const json = new Canonical(text);
    if (json.#next() !== "{") {
      throw new Error("a transaction must be a JSON object");
    }
    return json.#members(0);
  }
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) {
    bytes.push(Number((rest & 0x7fn) | 0x80n));
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** A field of a Protocol Buffers message: nothing where it has its default value. */
function field(number: bigint, value: bigint | Buffer): Buffer {
  if (typeof value === "bigint") {
    return value === 0n ? Buffer.alloc(0) : Buffer.concat([varint(number << 3n), varint(value)]);
  }
  const length = BigInt(value.length);
  return length === 0n ? value : Buffer.concat([varint((number << 3n) | 2n), varint(length), value]);
}

function unsigned({ actor, method, args, sender, fuel }: Transaction, nonce: bigint): Buffer {
  const texts = [actor, method, args, sender].map((text, i) => field(BigInt(i + 1), Buffer.from(text, "utf8")));
  return Buffer.concat([...texts, field(5n, fuel), field(6n, nonce)]);
}

/** What is signed; what the signature is good for alone comes first. */
function signedBytes(genesis: Uint8Array, transaction: Transaction, nonce: bigint): Buffer {
  return Buffer.concat([Buffer.from("WASTM transaction 1\0", "ascii"), genesis, unsigned(transaction, nonce)]);
}

/** A key that signs for one ledger. */
export class Signer {
  /** What senders are called whose transactions this key signs. */
  readonly name: string;
  readonly #key: KeyObject;
  readonly #genesis: Uint8Array;

  /**
   * @param secret the 32 bytes of RFC 8032
   * @param genesis the hash of the ledger's genesis
   */
  constructor(secret: Uint8Array, genesis: Uint8Array) {
    if (genesis.length !== 32) {
      throw new Error("the genesis is no SHA-256");
    }
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: "der", type: "pkcs8" });
    this.#genesis = genesis;
    const jwk = createPublicKey(this.#key).export({ format: "jwk" });
    this.name = `ed25519:${Buffer.from(jwk.x ?? "", "base64url").toString("hex")}`;
  }

  /** Signs a line of a transactions file. */
  sign(line: string, nonce: bigint): Signed {
    if (nonce < 1n || nonce > NONCE_MAX) {
      throw new Error(`a nonce is a whole number from 1 to ${NONCE_MAX}`);
    }
    const transaction = this.#read(line);
    const signature = sign(null, signedBytes(this.#genesis, transaction, nonce), this.#key);
    const bytes = Buffer.concat([unsigned(transaction, nonce), field(7n, signature)]);
    const { actor, method, args, sender, fuel } = transaction;
    const shown = [
      `"actor":${JSON.stringify(actor)}`,
      `"method":${JSON.stringify(method)}`,
      ...(args === "" ? [] : [`"args":${args}`]),
      `"sender":"${sender}"`,
      `"fuel":${fuel}`,
      `"nonce":${nonce}`,
      `"signature":"${signature.toString("hex")}"`,
    ];
    return { line: `{${shown.join(",")}}`, hash: createHash("sha256").update(bytes).digest("hex") };
  }

  #read(line: string): Transaction {
    const members = Canonical.members(line);
    for (const name of members.keys()) {
      if (!MEMBERS.includes(name)) {
        throw new Error(`${JSON.stringify(name)} is not a member of a transaction that is not signed yet`);
      }
    }
    return {
      actor: stringOf(members.get("actor") ?? '""'),
      method: stringOf(members.get("method") ?? '""'),
      args: members.get("args") ?? "",
      sender: this.name,
      fuel: BigInt(members.get("fuel") ?? FUEL_DEFAULT),
    };
  }
}

/** A key's file, as wastm key generate writes it. */
interface KeyFile {
  readonly format?: unknown;
  readonly name?: unknown;
  readonly secret?: unknown;
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: "string" },
      genesis: { type: "string" },
      nonce: { type: "string" },
      hash: { type: "boolean" },
    },
  });
  const [file] = positionals;
  if (file === undefined || !values.key || !values.genesis || !values.nonce) {
    throw new Error("usage: sign_transaction FILE --key KEYFILE --genesis HASH --nonce N [--hash]");
  }
  const key = JSON.parse(readFileSync(values.key, "utf8")) as KeyFile;
  const signer = new Signer(Buffer.from(String(key.secret), "hex"), Buffer.from(values.genesis, "hex"));
  if (key.format !== "wastm key 1" || key.name !== signer.name) {
    throw new Error("the key's file is none, or its secret is not that of the key it names");
  }
  let nonce = BigInt(values.nonce);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  text.split("\n").forEach((line, i) => {
    if (/[^ \t\r]/u.test(line)) {
      try {
        const signed = signer.sign(line, nonce);
        console.log(values.hash ? signed.hash : signed.line);
      } catch (refused) {
        throw new Error(`${file}:${i + 1}: ${refused instanceof Error ? refused.message : refused}`);
      }
      nonce++;
    }
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (refused) {
    console.error(refused instanceof Error ? refused.message : refused);
    process.exitCode = 1;
  }
}
