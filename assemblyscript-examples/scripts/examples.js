// The examples and how each is compiled: from this workspace's folder, because the compiler's output depends on the
// path of the entry file as it is given.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

/** The sources, examples/<name>/<name>.ts, in the order of their names. */
export function sources() {
  return readdirSync("examples")
    .sort()
    .map((name) => `examples/${name}/${name}.ts`);
}

/** Where a source's module is committed. */
export function moduleOf(source) {
  return source.replace(/\.ts$/, ".wasm");
}

/** Compiles a source into the file `outFile`; ends the process with the compiler's words where it does not compile. */
export async function compile(source, outFile) {
  const { error, stderr } = await asc.main([source, "--outFile", outFile]);
  if (error) {
    console.error(`${stderr}${source} does not compile.`);
    process.exit(1);
  }
}
