// Checks that every committed module is, byte for byte, what its source gives.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compile, moduleOf, sources } from "./examples.js";

const folder = mkdtempSync(join(tmpdir(), "wastm-examples-"));
try {
  for (const source of sources()) {
    const module = moduleOf(source);
    const rebuilt = join(folder, basename(module));
    await compile(source, rebuilt);
    if (!existsSync(module) || !readFileSync(module).equals(readFileSync(rebuilt))) {
      console.error(`${module} is not what ${source} gives: run "npm run build" and commit the result.`);
      process.exitCode = 1;
    } else {
      console.log(`${module}: as its source gives it`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
