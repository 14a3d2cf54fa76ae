// Compiles every example into the module beside its source.
import { statSync } from "node:fs";
import { compile, moduleOf, sources } from "./examples.js";

for (const source of sources()) {
  const module = moduleOf(source);
  await compile(source, module);
  console.log(`${module}: ${statSync(module).size} bytes`);
}
