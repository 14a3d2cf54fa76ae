// The examples and how each is compiled: from this workspace's folder, because the compiler's output depends on the
// path of the entry file as it is given.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { embed } from "./source-map.js";

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

/**
 * Compiles a source into the file `outFile`, with the names of its functions and its source map inside; ends the process with the
 * compiler's words where it does not compile.
 */
export async function compile(source, outFile) {
  const { error, stderr } = await asc.main([source, "--outFile", outFile, "--debug", "--sourceMap"]);
  if (error) {
    console.error(`${stderr}${source} does not compile.`);
    process.exit(1);
  }
  const mapFile = `${outFile}.map`;
  writeFileSync(outFile, embed(readFileSync(outFile), JSON.parse(readFileSync(mapFile, "utf8"))));
  rmSync(mapFile);
}
