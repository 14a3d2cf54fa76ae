import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Actor } from "@wastm/sdk/testing";
import { compile } from "../../../scripts/examples.js";

const folder = mkdtempSync(join(tmpdir(), "wastm-sdk-"));
const load = () => Actor.load(join(folder, "everything.wasm"), "actor-1");

before(() => compile("packages/sdk/test/everything.ts", join(folder, "everything.wasm")));
after(() => rmSync(folder, { recursive: true }));

test("the context is that of the transaction", () => {
  const { output } = load().call("context", {}, { sender: "zoë", height: 7n, timeMs: 1234n });
  assert.deepEqual(output, {
    actor: "actor-1",
    sender: "zoë",
    caller: "zoë",
    height: 7,
    timeMs: 1234,
    index: 0,
    fuelled: true,
    random: true,
  });
});

test("values of each type are kept, short and long", () => {
  for (const title of ["new", "", "ü".repeat(1000)]) {
    const actor = load();
    assert.deepEqual(actor.call("values", { title }).output, {
      before: { flag: false, half: true, title: "untitled" },
      after: { flag: true, half: false, title },
      exists: true,
    });
    assert.deepEqual(actor.call("delete").output, { title: false, note: false });
  }
});

test("a map keeps its names apart", () => {
  const actor = load();
  actor.call("note", { name: "a", text: "1" });
  assert.deepEqual(actor.call("note", { name: "ab", text: "2" }).output, { text: "2", has: true });
  assert.deepEqual([...actor.state.keys()], ["note/a", "note/ab"]);
  assert.deepEqual(actor.call("delete").output, { title: false, note: false });
  assert.deepEqual([...actor.state.keys()], ["note/ab"]);
});

test("arguments are read as JSON, wherever they stand and however they are written", () => {
  const echo = (args) => load().call("echo", args);
  const spaced = ' {\n"other" : [ {"text":"no"}, null, -1.5e+3, true ] , "text" :\t"yes", "number": -9223372036854775808 } ';
  assert.equal(echo(spaced).status, "SUCCESS");
  assert.equal(echo(spaced).output.text, "yes");
  assert.equal(BigInt(echo(spaced).output.number), -9223372036854775808n);
  assert.equal(echo('{"text":"\\u00e4\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t"}').output.text, 'ä😀"\\/\b\f\n\r\t');
  assert.equal(echo('{"te\\u0078t":"escaped name"}').output.text, "escaped name");
  for (const text of ["", "\u0000\u001f", "𝄞".repeat(3000), '"\\'.repeat(500)]) {
    assert.equal(echo({ text }).output.text, text);
  }
});

test("malformed arguments are refused", () => {
  for (const args of [
    "1", "null", "[]", "{", "}", '{"text"}', '{"text":}', '{"text":"a",}', '{"text":"a"}}', '{"text":"a"} x', '{"text":"a',
    '{"text":"\\x"}', '{"text":"\\u12"}', '{"text":"\\', '{text:"a"}', '{"text":"a" "b":1}', '{"text":"a","n":01}',
    '{"text":"a","n":1.}', '{"text":"a","n":-}', '{"text":"a","n":tru}', '{"text":"a\nb"}', '{"text":"a","n":1e}', '{"text":"a","n":1e+}', '{"text":"a"}\0', '{"text":"a","n":\0}', '{"text":"a",\0}',
  ]) {
    const receipt = load().call("echo", args);
    assert.equal(receipt.status, "REVERTED", args);
    assert.equal(receipt.error, "the arguments are not a JSON object", args);
  }
  assert.equal(load().call("echo", '{"text":"a","text":"b"}').error, 'the argument "text" is given twice');
  const deep = `{"text":"a","n":${"[".repeat(100)}${"]".repeat(100)}}`;
  assert.equal(load().call("echo", deep).error, "the arguments are nested too deeply");
});

test("without an output there are no bytes", () => {
  assert.deepEqual(load().call("nothing").output, { base64: "" });
});

test("a revert undoes writes and events, and keeps the log", () => {
  const actor = load();
  assert.deepEqual(actor.call("emitThenRevert"), {
    status: "REVERTED",
    output: null,
    error: "on purpose",
    events: [],
    logs: ["kept in the log"],
  });
  assert.equal(actor.state.size, 0);
});

test("a failed assertion is a trap that says where", () => {
  const receipt = load().call("trap");
  assert.equal(receipt.status, "TRAPPED");
  assert.match(receipt.error, /^a broken promise \(packages\/sdk\/test\/everything\.ts:\d+:\d+\)$/);
});
