import assert from "node:assert/strict";
import { test } from "node:test";
import { Actor } from "@wastm/sdk/testing";

const load = () => Actor.load(new URL("./counter.wasm", import.meta.url));

function reverts(receipt, message) {
  assert.deepEqual(receipt, { status: "REVERTED", output: null, error: message, events: [], logs: [] });
}

test("a new counter is 0", () => {
  assert.deepEqual(load().call("get").output, { value: 0 });
});

test("init sets the start, and needs no arguments", () => {
  for (const [args, value] of [[{}, 0], ["", 0], [{ start: 41 }, 41], [{ start: -3 }, -3]]) {
    const counter = load();
    assert.equal(counter.call("init", args).status, "SUCCESS");
    assert.deepEqual(counter.call("get").output, { value });
  }
});

test("increment adds, returns the value, and says so in an event", () => {
  const counter = load();
  assert.deepEqual(counter.call("increment", { by: 5 }), {
    status: "SUCCESS",
    output: { value: 5 },
    error: null,
    events: [{ topic: "incremented", data: { by: 5, value: 5 } }],
    logs: [],
  });
  assert.deepEqual(counter.call("increment").output, { value: 6 });
  assert.deepEqual(counter.call("increment", { by: 0 }).output, { value: 6 });
  assert.deepEqual(counter.call("get").output, { value: 6 });
});

test("the count is 8 bytes, little endian, under one key", () => {
  const counter = load();
  counter.call("increment", { by: 258 });
  assert.deepEqual([...counter.state], [["count", new Uint8Array([2, 1, 0, 0, 0, 0, 0, 0])]]);
});

test("what is not a count is refused and changes nothing", () => {
  const counter = load();
  counter.call("increment", { by: 7 });
  reverts(counter.call("increment", { by: -1 }), '"by" must be 0 or more, but it is -1');
  reverts(counter.call("increment", { by: 1.5 }), '"by" must be a whole number of 64 bits, but it is 1.5');
  reverts(counter.call("increment", { by: "2" }), '"by" must be a whole number of 64 bits, but it is "2"');
  reverts(counter.call("increment", { by: null }), '"by" must be a whole number of 64 bits, but it is null');
  reverts(counter.call("increment", { by: [1] }), '"by" must be a whole number of 64 bits, but it is [1]');
  reverts(
    counter.call("increment", '{"by":9223372036854775808}'),
    '"by" must be a whole number of 64 bits, but it is 9223372036854775808',
  );
  reverts(
    counter.call("increment", '{"by":9223372036854775807}'),
    "the sum of 7 and 9223372036854775807 is too large",
  );
  assert.deepEqual(counter.call("get").output, { value: 7 });
});

test("an unknown method is refused by name", () => {
  reverts(load().call("spin"), "unknown method: spin");
  reverts(load().call(""), "unknown method: ");
  reverts(load().call("getä"), "unknown method: getä");
});

test("the module keeps to the ABI", () => {
  const counter = load();
  assert.deepEqual(counter.exports.sort(), ["alloc", "execute", "memory", "output_len"]);
  assert.deepEqual(counter.imports.sort(), [
    "env.abort",
    "wastm.emit",
    "wastm.revert",
    "wastm.state_read",
    "wastm.state_write",
  ]);
});
