import assert from "node:assert/strict";
import { test } from "node:test";
import { Actor } from "@wastm/sdk/testing";

const load = () => Actor.load(new URL("./transfer.wasm", import.meta.url));
const balance = (bank, account) => bank.call("balance", { account }).output.balance;

function refused(bank, args, message, options) {
  const before = bank.state;
  const receipt = bank.call("transfer", args, options);
  assert.equal(receipt.status, "REVERTED");
  assert.equal(receipt.error, message);
  assert.deepEqual(bank.state, before);
}

test("an account opens with a million", () => {
  assert.equal(balance(load(), "anyone"), 1_000_000);
});

test("a transfer moves an amount from the sender", () => {
  const bank = load();
  const receipt = bank.call("transfer", { to: "bob", amount: 10 }, { sender: "alice" });
  assert.equal(receipt.status, "SUCCESS", receipt.error);
  assert.deepEqual(receipt.events, [{ topic: "transferred", data: { from: "alice", to: "bob", amount: 10 } }]);
  assert.equal(balance(bank, "alice"), 999_990);
  assert.equal(balance(bank, "bob"), 1_000_010);
  assert.deepEqual([...bank.state.keys()].sort(), ["balance/alice", "balance/bob"]);
});

test("transfers keep the sum", () => {
  const bank = load();
  const accounts = ["a", "b", "c", "d", "e"];
  for (let i = 0; i < 200; i++) {
    const [from, to] = [accounts[i % 5], accounts[(i * 3 + 1) % 5]];
    bank.call("transfer", { to, amount: 1 + (i % 10) }, { sender: from });
  }
  assert.equal(accounts.reduce((sum, account) => sum + balance(bank, account), 0), 5_000_000);
});

test("what cannot be transferred is refused and changes nothing", () => {
  const bank = load();
  bank.call("transfer", { to: "bob", amount: 1 });
  refused(bank, { to: "bob", amount: 1_000_000 }, "alice holds 999999, which is less than 1000000");
  refused(bank, { to: "bob", amount: 0 }, '"amount" must be more than 0, but it is 0');
  refused(bank, { to: "bob", amount: -5 }, '"amount" must be more than 0, but it is -5');
  refused(bank, { to: "alice", amount: 1 }, "an account cannot transfer to itself");
  refused(bank, { amount: 1 }, 'the argument "to" is missing');
  refused(bank, { to: "bob" }, 'the argument "amount" is missing');
  refused(bank, { to: 7, amount: 1 }, '"to" must be a text, but it is 7');
  refused(bank, { to: "", amount: 1 }, "a name in the state cannot be empty");
  refused(bank, { to: "bob", amount: 1 }, "a name in the state cannot be empty", { sender: "" });
  const long = "x".repeat(249);
  refused(bank, { to: long, amount: 1 }, `the name ${long} is too long for a key of the state`);
});

test("any text is an account", () => {
  const bank = load();
  for (const to of ['quote " and \\ backslash', "tab\tand\nline", "ünïcödé", "😀", "a/b", "x".repeat(248)]) {
    const receipt = bank.call("transfer", { to, amount: 3 });
    assert.equal(receipt.status, "SUCCESS", receipt.error);
    assert.deepEqual(receipt.events[0].data.to, to);
    assert.equal(balance(bank, to), 1_000_003);
  }
});
