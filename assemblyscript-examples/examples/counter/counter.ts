import { JsonObject, StateValue, addExact, args, emit, method, output, revert } from "@wastm/sdk";
export { alloc, execute, output_len } from "@wastm/sdk";

const count = new StateValue<i64>("count", 0);

method("init", () => count.set(args.integerOr("start", 0)));

method("increment", () => {
  const by = args.integerOr("by", 1);
  if (by < 0) revert('"by" must be 0 or more, but it is ' + by.toString());
  const value = addExact(count.get(), by);
  count.set(value);
  emit("incremented", new JsonObject().integer("by", by).integer("value", value));
  output(new JsonObject().integer("value", value));
});

method("get", () => output(new JsonObject().integer("value", count.get())));
