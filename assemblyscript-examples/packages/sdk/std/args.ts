import { text } from "./bytes";
import { input } from "./input";
import { byteAt, decodeText, expect, isDigit, skipSpace, skipText, skipValue } from "./json-reader";
import { revert } from "./revert";

const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;

/** Arguments with more members than this take more room. */
const MEMBERS_FIRST = 16;

/** Where the value last looked up lies: from `valueStart` to before `valueEnd`. */
let valueStart: usize = 0;
let valueEnd: usize = 0;

/** The members of the transaction's JSON arguments; no arguments at all are as good as `{}`. */
export namespace args {
  export function has(name: string): bool {
    return find(name);
  }

  /** The whole number `name`; reverts where it is missing or anything else. */
  export function integer(name: string): i64 {
    if (!find(name)) missing(name);
    return wholeNumber(name);
  }

  /** The whole number `name`, or `otherwise` where it is missing. */
  export function integerOr(name: string, otherwise: i64): i64 {
    return find(name) ? wholeNumber(name) : otherwise;
  }

  /** The text `name`; reverts where it is missing or anything else. */
  export function text(name: string): string {
    if (!find(name)) missing(name);
    return textValue(name);
  }

  /** The text `name`, or `otherwise` where it is missing. */
  export function textOr(name: string, otherwise: string): string {
    return find(name) ? textValue(name) : otherwise;
  }
}

/** The members, in the order in which they stand; read when the first is asked for. */
let members: StaticArray<usize> = new StaticArray<usize>(4 * MEMBERS_FIRST);
let memberCount = 0;
let isRead = false;

/** Looks a member up; one given twice is refused. */
function find(name: string): bool {
  if (!isRead) read();
  let found = false;
  for (let i = 0; i < memberCount; i++) {
    const at = i * 4;
    if (isText(unchecked(members[at]), unchecked(members[at + 1]), name)) {
      if (found) revert("the argument \"" + name + "\" is given twice");
      found = true;
      valueStart = unchecked(members[at + 2]);
      valueEnd = unchecked(members[at + 3]);
    }
  }
  return found;
}

/** Reads all of the arguments, and so refuses them where they are malformed anywhere. */
function read(): void {
  isRead = true;
  if (input.argsLength == 0) return;
  const end = input.args + input.argsLength;
  let at = skipSpace(expect(0x7b, input.args, end), end);
  if (byteAt(at, end) == 0x7d) {
    at++;
  } else {
    at = readMember(at, end);
    while (byteAt(at, end) == 0x2c) at = readMember(skipSpace(at + 1, end), end);
    at = expect(0x7d, at, end);
  }
  if (skipSpace(at, end) != end) revert("the arguments are not a JSON object");
}

/** Notes a member, and returns the place behind it and the white space that follows. */
function readMember(at: usize, end: usize): usize {
  const nameEnd = skipText(at, end);
  const start = skipSpace(expect(0x3a, nameEnd, end), end);
  const valueEnd = skipValue(start, end);
  add(at + 1, nameEnd - 1, start, valueEnd);
  return skipSpace(valueEnd, end);
}

function add(nameStart: usize, nameEnd: usize, start: usize, end: usize): void {
  const at = memberCount * 4;
  if (at == members.length) members = StaticArray.concat(members, members);
  unchecked((members[at] = nameStart));
  unchecked((members[at + 1] = nameEnd));
  unchecked((members[at + 2] = start));
  unchecked((members[at + 3] = end));
  memberCount++;
}

/** Whether the text between `start` and `end` is `name`, without decoding it where it is plain ASCII. */
function isText(start: usize, end: usize, name: string): bool {
  for (let i = 0; i < name.length; i++) {
    const at = start + i;
    if (at >= end) return false;
    const c = load<u8>(at);
    if (c == 0x5c || c >= 0x80) return decodeText(start, end) == name;
    if (c != name.charCodeAt(i)) return false;
  }
  return start + name.length == end;
}

function wholeNumber(name: string): i64 {
  const negative = load<u8>(valueStart) == MINUS;
  let at = negative ? valueStart + 1 : valueStart;
  const limit: u64 = negative ? <u64>1 << 63 : <u64>i64.MAX_VALUE;
  let magnitude: u64 = 0;
  do {
    const c = load<u8>(at++);
    const digit = <u64>(c - 0x30);
    if (!isDigit(c) || magnitude > limit / 10 || magnitude * 10 > limit - digit) {
      revert("\"" + name + "\" must be a whole number of 64 bits, but it is " + text(valueStart, <i32>(valueEnd - valueStart)));
    }
    magnitude = magnitude * 10 + digit;
  } while (at < valueEnd);
  return negative ? <i64>(0 - magnitude) : <i64>magnitude;
}

function textValue(name: string): string {
  if (load<u8>(valueStart) != QUOTE) {
    revert("\"" + name + "\" must be a text, but it is " + text(valueStart, <i32>(valueEnd - valueStart)));
  }
  return decodeText(valueStart + 1, valueEnd - 1);
}

function missing(name: string): void {
  revert("the argument \"" + name + "\" is missing");
}
