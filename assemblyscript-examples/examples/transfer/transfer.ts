import { JsonObject, StateMap, addExact, args, context, emit, method, output, revert } from "@wastm/sdk";
export { alloc, execute, output_len } from "@wastm/sdk";

/** An account opens with this much when it is first used. */
const OPENING_BALANCE: i64 = 1_000_000;

const balances = new StateMap<i64>("balance/", OPENING_BALANCE);

method("transfer", () => {
  const from = context.sender();
  const to = args.text("to");
  const amount = args.integer("amount");
  if (amount <= 0) revert('"amount" must be more than 0, but it is ' + amount.toString());
  if (from == to) revert("an account cannot transfer to itself");
  const held = balances.get(from);
  const received = balances.get(to);
  if (held < amount) revert(from + " holds " + held.toString() + ", which is less than " + amount.toString());
  balances.set(from, held - amount);
  balances.set(to, addExact(received, amount));
  emit("transferred", new JsonObject().text("from", from).text("to", to).integer("amount", amount));
});

method("balance", () => output(new JsonObject().integer("balance", balances.get(args.text("account")))));
