export { alloc, execute, method, output, output_len } from "./actor";
export { args } from "./args";
export { context } from "./context";
export { emit, log } from "./events";
export { JsonObject } from "./json-writer";
export { addExact } from "./numbers";
export { revert } from "./revert";
export { StateMap, StateValue } from "./state";
