// Puts a source map into the module that it is of, so that a trap's receipt names the line: as a data URL in the section
// `sourceMappingURL`. Lines are enough: a segment that only moves within its line is left out, and so are the sources' texts.
const SECTION_CUSTOM = 0;
const HEADER_BYTES = 8;
const NAME = "sourceMappingURL";
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The module `wasm` (a Buffer) with the source map `map` (parsed JSON) instead of the address of one. */
export function embed(wasm, map) {
  const { sources, mappings } = map;
  const json = JSON.stringify({ version: 3, sources, names: [], mappings: linesOnly(mappings) });
  const url = Buffer.from(`data:application/json;base64,${Buffer.from(json).toString("base64")}`);
  const content = Buffer.concat([vector(Buffer.from(NAME)), vector(url)]);
  return Buffer.concat([withoutAddress(wasm), Buffer.from([SECTION_CUSTOM]), vector(content)]);
}

function withoutAddress(wasm) {
  const kept = [wasm.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < wasm.length; ) {
    const size = unsigned(wasm, at + 1);
    const end = size.next + size.value;
    const nameLength = unsigned(wasm, size.next);
    const name = wasm.subarray(nameLength.next, nameLength.next + nameLength.value).toString();
    if (wasm[at] !== SECTION_CUSTOM || name !== NAME) kept.push(wasm.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

function linesOnly(mappings) {
  const written = [0, 0, 0, 0];
  const read = [0, 0, 0, 0];
  let last = "";
  const segments = [];
  for (const segment of mappings.split(",")) {
    const deltas = numbers(segment);
    deltas.slice(0, 4).forEach((delta, i) => (read[i] += delta));
    const fields = deltas.length < 4 ? 1 : 4;
    const line = fields < 4 ? "none" : `${read[1]}:${read[2]}`;
    if (line === last) continue;
    last = line;
    segments.push(read.slice(0, fields).map((value, i) => quantity(value - written[i])).join(""));
    read.slice(0, fields).forEach((value, i) => (written[i] = value));
  }
  return segments.join(",");
}

function numbers(segment) {
  const found = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    found.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = shift = 0;
  }
  return found;
}

function quantity(number) {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

function unsigned(bytes, at) {
  let value = 0;
  for (let shift = 0, next = at; ; shift += 7) {
    const byte = bytes[next++];
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, next };
  }
}

function vector(bytes) {
  const length = [];
  let rest = bytes.length;
  do {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(length), bytes]);
}
