package dev.wastm.wasm.abi;

/**
 * The price of everything a guest does, in units of fuel: a rule of the protocol epoch, written down in {@code docs/metering.md}. Whatever a
 * guest does, a unit buys about the same time; {@code wastm bench fuel} measures it.
 */
public record FuelSchedule(Code code, Host host) {

  /**
   * Of instructions.
   *
   * @param plain any instruction that is not named below
   * @param memoryAccess a load or store, which may miss the processor's nearer caches
   * @param floatArithmetic arithmetic, comparison and conversion of floats
   * @param call a direct call
   * @param jump {@code call_indirect}, {@code br_table}
   * @param division integer division and remainder
   * @param floatDivision division and square root of floats
   * @param bulk {@code memory.copy}, {@code memory.fill}, {@code memory.grow}, beside what their sizes cost
   * @param bulkBytesPerUnitLog2 bytes of {@code memory.copy} and {@code memory.fill} that a unit pays for
   * @param grownPage {@code memory.grow}, for each page that the memory would have: all of it is copied
   * @param localsPerUnit entering a function sets its locals to zero, several in the time of an instruction
   * @param frame each unit of call depth that entering a function takes: who traps at the bottom unwinds them all, one by one
   * @param smallLeafMax what a function costs at most that its callers pay for: about as much as counting inside of it would
   * @param frameSlotsPerUnit slots of a frame that take a unit of call depth, beside the one for each call
   */
  public record Code(
      int plain,
      int memoryAccess,
      int floatArithmetic,
      int call,
      int jump,
      int division,
      int floatDivision,
      int bulk,
      int bulkBytesPerUnitLog2,
      long grownPage,
      int localsPerUnit,
      int frame,
      long smallLeafMax,
      int frameSlotsPerUnit) {}

  /**
   * Of what the host does.
   *
   * @param call any host call: leaving the guest and coming back
   * @param access a read, write or other access of the ledger's state, a scan that is opened or asked, beside the call
   * @param firstTouch beside the access, where the transaction has not touched the key before: it is looked for in the ledger's state, and
   *     remembered until the batch is done
   * @param firstWrite beside the access, where the transaction has no write of the key yet: the state's tree is made anew from there to its root
   * @param firstAdd beside these, where that write is an addition: the sum is looked for when the transaction is committed
   * @param visit a key that a scan comes to, deleted ones included, beside the access
   * @param movedByte each byte that a host call moves, input and output of the guest
   * @param keptByte each byte that is written, emitted or returned: it is hashed and stored
   * @param hashedByte each byte that {@code sha256} hashes
   * @param event each event, beside its bytes
   * @param logLine each line that is logged, beside its bytes
   * @param textByte each byte of the message of a revert or an abort, which is made text of
   * @param abort an abort: who unwinds the guest looks for the place
   * @param page each page of 64 KiB that the module's memory begins with, at each call: it is put back behind it
   * @param nestedCall another instance taken and put back
   * @param signature a signature check
   */
  public record Host(
      long call,
      long access,
      long firstTouch,
      long firstWrite,
      long firstAdd,
      long visit,
      long movedByte,
      long keptByte,
      long hashedByte,
      long event,
      long logLine,
      long textByte,
      long abort,
      long page,
      long nestedCall,
      long signature) {}
}
