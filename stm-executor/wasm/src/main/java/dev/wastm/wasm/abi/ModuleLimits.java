package dev.wastm.wasm.abi;

/**
 * How large a module may be, in every way in which a small file can make much work. A rule of the protocol epoch: it decides which modules can
 * be deployed.
 *
 * @param fileBytes the example actors have a few kilobytes, and a large language runtime fits
 * @param types the engine expands an indirect call once a type
 * @param parameters of a function or block: each call moves them
 * @param results of a function or block: a branch moves each of them
 * @param locals of a function; they make the frame, and its size times the call depth must fit a thread's stack
 * @param instructions of a function: a Java method has at most 64 KiB of bytecode, and a metered instruction takes up to some 25 bytes of it
 * @param branchTable entries of one {@code br_table}
 * @param branchDrops operands that all branches drop, each at each branch: compiled code has an instruction for each
 * @param nesting blocks in blocks; a switch over 256 cases is a {@code br_table} in as many, and may lie in some more
 * @param tableEntries of the table, as it begins
 * @param elementEntries in all element segments, of which those that fill no table are kept by every instance
 * @param initialPages of 64 KiB; every instance is put back to them
 * @param startFuel what the start function and {@code _initialize} may use together; they run once an instance
 */
public record ModuleLimits(
    int fileBytes,
    int functions,
    int types,
    int parameters,
    int results,
    int locals,
    int instructions,
    int branchTable,
    int branchDrops,
    int nesting,
    int globals,
    int exports,
    int dataSegments,
    int tables,
    int tableEntries,
    int elementEntries,
    int initialPages,
    long startFuel) {}
