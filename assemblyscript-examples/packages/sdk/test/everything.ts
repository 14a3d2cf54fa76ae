// An actor that uses all of the SDK, for its tests.
import { JsonObject, StateMap, StateValue, args, context, emit, log, method, output, revert } from "@wastm/sdk";
export { alloc, execute, output_len } from "@wastm/sdk";

const flag = new StateValue<bool>("flag", false);
const ratio = new StateValue<f64>("ratio", 0.5);
const title = new StateValue<string>("title", "untitled");
const notes = new StateMap<string>("note/", "");

method("context", () =>
  output(
    new JsonObject()
      .text("actor", context.actor())
      .text("sender", context.sender())
      .text("caller", context.caller())
      .integer("height", context.height())
      .integer("timeMs", context.timeMs())
      .integer("index", context.transactionIndex())
      .bool("fuelled", context.fuelLeft() > 0)
      .bool("random", context.random() != context.random()),
  ),
);

method("values", () => {
  const before = new JsonObject().bool("flag", flag.get()).bool("half", ratio.get() == 0.5).text("title", title.get());
  flag.set(true);
  ratio.set(0.25);
  title.set(args.textOr("title", "none"));
  const after = new JsonObject().bool("flag", flag.get()).bool("half", ratio.get() == 0.5).text("title", title.get());
  output(new JsonObject().object("before", before).object("after", after).bool("exists", title.exists()));
});

method("delete", () => {
  title.delete();
  notes.delete("a");
  output(new JsonObject().bool("title", title.exists()).bool("note", notes.has("a")));
});

method("note", () => {
  notes.set(args.text("name"), args.text("text"));
  output(new JsonObject().text("text", notes.get(args.text("name"))).bool("has", notes.has(args.text("name"))));
});

method("echo", () => output(new JsonObject().text("text", args.text("text")).integer("number", args.integerOr("number", 0))));

method("nothing", () => {});

method("emitThenRevert", () => {
  emit("lost", new JsonObject());
  log("kept in the log");
  flag.set(true);
  revert("on purpose");
});

method("trap", () => assert(false, "a broken promise"));
