#!/usr/bin/env node
// @ts-check
/**
 * Signs WASTM transactions, with nothing but Node: the same bytes, hash and signature as wastm key sign.
 *
 * usage: sign_transaction.mjs FILE --key KEYFILE --genesis HASH --nonce N [--hash]
 *
 * FILE has one transaction a line, as docs/transactions.md says; modules are named by SHA-256. KEYFILE is what wastm key generate wrote, HASH what
 * wastm ledger status shows as the ledger's genesis. Prints the lines, signed; with --hash the hash of each. TypeScript takes it as it is (`import { Signer } from "./sign_transaction.mjs"`): its types stand in
 * the comments, and `tsc --checkJs --strict` holds them.
 */

import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
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

/**
 * A transaction that is not signed yet.
 *
 * @typedef {{ actor: string, method: string, args: string, sender: string, fuel: bigint }} Transaction
 */

/** Takes JSON apart, and writes it in its canonical form; numbers stay as they are written, which JSON.parse does not keep. */
class Canonical {
  static #TOKEN =
    /[ \t\r\n]*(?:([{}[\],:]|true|false|null)|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))[ \t\r\n]*/uy;

  #text;
  #at = 0;

  /** @param {string} text */
  constructor(text) {
    JSON.parse(text); // Whether it is JSON at all; which one, is told below.
    this.#text = text;
  }

  /** The next token: strings with no more escapes than JSON demands. */
  #next() {
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
    return string === undefined ? (mark ?? number ?? "") : Canonical.string(JSON.parse(string));
  }

  /** @param {string} text */
  static string(text) {
    if (!text.isWellFormed()) {
      throw new Error("a string has one half of a surrogate pair without the other");
    }
    return JSON.stringify(text);
  }

  /**
   * The members of an object at which it stands, by name; their values in the canonical form.
   *
   * @param {number} depth
   * @returns {Map<string, string>}
   */
  #members(depth) {
    const members = new Map();
    for (let token = this.#next(); token !== "}"; token = this.#next()) {
      const name = JSON.parse(token === "," ? this.#next() : token);
      if (members.has(name)) {
        throw new Error("a member is there twice in one object");
      }
      this.#next();
      members.set(name, this.#value(depth));
    }
    return members;
  }

  /**
   * @param {number} depth
   * @returns {string}
   */
  #value(depth) {
    const first = this.#next();
    if ((first === "{" || first === "[") && depth === DEPTH_MAX) {
      throw new Error("arrays and objects lie too deep in each other");
    }
    if (first === "{") {
      const members = [...this.#members(depth + 1)];
      if (members.some(([name]) => /[\u0000-\u001f\u007f-\u009f]/u.test(name))) {
        throw new Error("a member has a control character in its name");
      }
      return `{${members.map(([name, value]) => `${Canonical.string(name)}:${value}`).join(",")}}`;
    }
    return first === "[" ? this.#array(depth + 1) : first;
  }

  /** @param {number} depth */
  #array(depth) {
    const values = [];
    for (let before = this.#at, token = this.#next(); token !== "]"; before = this.#at, token = this.#next()) {
      if (token !== ",") {
        this.#at = before;
      }
      values.push(this.#value(depth));
    }
    return `[${values.join(",")}]`;
  }

  /**
   * The members of a text that is one object.
   *
   * @param {string} text
   */
  static members(text) {
    const json = new Canonical(text);
    if (json.#next() !== "{") {
      throw new Error("a transaction must be a JSON object");
    }
    return json.#members(0);
  }
}

/** @param {bigint} value */
function varint(value) {
  const bytes = [];
  for (; value > 0x7fn; value >>= 7n) {
    bytes.push(Number((value & 0x7fn) | 0x80n));
  }
  return Buffer.from([...bytes, Number(value)]);
}

/**
 * A field of a Protocol Buffers message: nothing where it has its default value.
 *
 * @param {bigint} number
 * @param {bigint | Buffer} value
 */
function field(number, value) {
  if (typeof value === "bigint") {
    return value === 0n ? Buffer.alloc(0) : Buffer.concat([varint(number << 3n), varint(value)]);
  }
  const length = BigInt(value.length);
  return length === 0n ? value : Buffer.concat([varint((number << 3n) | 2n), varint(length), value]);
}

/**
 * @param {Transaction} transaction
 * @param {bigint} nonce
 */
function unsigned({ actor, method, args, sender, fuel }, nonce) {
  const texts = [actor, method, args, sender].map((text, i) => field(BigInt(i + 1), Buffer.from(text, "utf8")));
  return Buffer.concat([...texts, field(5n, fuel), field(6n, nonce)]);
}

/**
 * What is signed; what the signature is good for alone comes first.
 *
 * @param {Uint8Array} genesis
 * @param {Transaction} transaction
 * @param {bigint} nonce
 */
function signedBytes(genesis, transaction, nonce) {
  return Buffer.concat([Buffer.from("WASTM transaction 1\0", "ascii"), genesis, unsigned(transaction, nonce)]);
}

/** A key that signs for one ledger. */
export class Signer {
  #key;
  #genesis;

  /**
   * @param {Uint8Array} secret the 32 bytes of RFC 8032
   * @param {Uint8Array} genesis the hash of the ledger's genesis
   */
  constructor(secret, genesis) {
    if (genesis.length !== 32) {
      throw new Error("the genesis is no SHA-256");
    }
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: "der", type: "pkcs8" });
    this.#genesis = genesis;
    const jwk = createPublicKey(this.#key).export({ format: "jwk" });
    this.name = `ed25519:${Buffer.from(jwk.x ?? "", "base64url").toString("hex")}`;
  }

  /**
   * Signs a line of a transactions file.
   *
   * @param {string} line
   * @param {bigint} nonce
   */
  sign(line, nonce) {
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

  /**
   * @param {string} line
   * @returns {Transaction}
   */
  #read(line) {
    const members = Canonical.members(line);
    for (const name of members.keys()) {
      if (!MEMBERS.includes(name)) {
        throw new Error(`${JSON.stringify(name)} is not a member of a transaction that is not signed yet`);
      }
    }
    return {
      actor: JSON.parse(members.get("actor") ?? '""'),
      method: JSON.parse(members.get("method") ?? '""'),
      args: members.get("args") ?? "",
      sender: this.name,
      fuel: BigInt(members.get("fuel") ?? FUEL_DEFAULT),
    };
  }
}

function main() {
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
    throw new Error("usage: sign_transaction.mjs FILE --key KEYFILE --genesis HASH --nonce N [--hash]");
  }
  const key = JSON.parse(readFileSync(values.key, "utf8"));
  const signer = new Signer(Buffer.from(key.secret, "hex"), Buffer.from(values.genesis, "hex"));
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
