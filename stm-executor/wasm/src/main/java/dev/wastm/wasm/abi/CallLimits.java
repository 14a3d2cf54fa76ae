package dev.wastm.wasm.abi;

/**
 * How much guests may take while they run. A rule of the protocol epoch. What is said to be a transaction's is shared by all calls of
 * guests in it, also by those that failed; the rest is of each value, or of each call.
 *
 * @param callDepth of a transaction, in units of {@link FuelSchedule.Code#frame}, of which small functions take one or two. The largest frames
 *     and all of an interpreter's calls stay below 64 MiB of the executing thread's stack
 * @param nestedCalls calls of actors by actors, one in the other
 * @param calls calls of actors by actors in a transaction
 * @param pages of 64 KiB that an instance may have; beyond them {@code memory.grow} returns -1
 * @param transactionPages that all instances of a transaction's calls under way may have
 * @param keys distinct keys of a transaction that it reads, writes, asks for or comes to in scans: each is remembered until its batch is done
 * @param visits keys that all scans of a transaction come to, deleted ones included
 * @param scans of a transaction: every range is kept until the batch is done, to find keys that appear in it
 * @param openScans of a transaction at once; each holds a place in the state
 * @param writes writes, deletions and additions of a transaction
 * @param writtenBytes of keys and values that they write
 * @param events of a transaction
 * @param logLines of a transaction; what is logged beyond is dropped
 * @param keyBytes of a key, and of a prefix
 * @param outputBytes of a call
 * @param revertBytes of the message of a revert or an abort; the rest is cut
 * @param actorBytes of the name of an actor that a guest calls; {@code methodBytes} and {@code argsBytes} likewise
 */
public record CallLimits(
    int callDepth,
    int nestedCalls,
    int calls,
    int pages,
    int transactionPages,
    int keys,
    int visits,
    int scans,
    int openScans,
    int writes,
    int writtenBytes,
    int events,
    int logLines,
    int keyBytes,
    int valueBytes,
    int outputBytes,
    int topicBytes,
    int eventBytes,
    int logBytes,
    int revertBytes,
    int randomBytes,
    int actorBytes,
    int methodBytes,
    int argsBytes) {}
