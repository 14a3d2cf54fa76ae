// Not "./std": the compiler takes relative paths that begin so for its own library's.
export * from "@wastm/sdk/std";
