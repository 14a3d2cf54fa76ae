package dev.wastm.wasm.abi;

/**
 * All rules of one protocol epoch that decide which modules are guests, and what comes of running them: prices, limits, and with the epoch's
 * number the form of instrumentation and of the guest ABI. Whoever validates, instruments, compiles or runs a guest is given them; nothing of
 * it is a constant elsewhere. Immutable.
 *
 * @param epoch the epoch's number, from 1; no two sets of rules have the same
 */
public record GuestRules(int epoch, FuelSchedule fuel, ModuleLimits modules, CallLimits calls) {
  private static final GuestRules EPOCH_1 = new GuestRules(
      1,
      new FuelSchedule(
          new FuelSchedule.Code(
              /* plain= */ 1,
              /* memoryAccess= */ 3,
              /* floatArithmetic= */ 4,
              /* call= */ 5,
              /* jump= */ 10,
              /* division= */ 10,
              /* floatDivision= */ 15,
              /* bulk= */ 10,
              /* bulkBytesPerUnitLog2= */ 3,
              /* grownPage= */ 8_192,
              /* localsPerUnit= */ 4,
              /* frame= */ 40,
              /* smallLeafMax= */ 64,
              /* frameSlotsPerUnit= */ 32),
          new FuelSchedule.Host(
              /* call= */ 100,
              /* access= */ 400,
              /* firstTouch= */ 2_500,
              /* firstWrite= */ 7_000,
              /* firstAdd= */ 3_000,
              /* visit= */ 1_000,
              /* movedByte= */ 1,
              /* keptByte= */ 4,
              /* hashedByte= */ 3,
              /* event= */ 300,
              /* logLine= */ 5_000,
              /* textByte= */ 8,
              /* abort= */ 15_000,
              /* page= */ 1_000,
              /* nestedCall= */ 8_000,
              /* signature= */ 900_000)),
      new ModuleLimits(
          /* fileBytes= */ 256 * 1024,
          /* functions= */ 1_000,
          /* types= */ 64,
          /* parameters= */ 32,
          /* results= */ 32,
          /* locals= */ 200,
          /* instructions= */ 2_000,
          /* branchTable= */ 256,
          /* branchDrops= */ 100_000,
          /* nesting= */ 300,
          /* globals= */ 1_000,
          /* exports= */ 1_000,
          /* dataSegments= */ 1_000,
          /* tables= */ 1,
          /* tableEntries= */ 1_024,
          /* elementEntries= */ 2_048,
          /* initialPages= */ 16,
          /* startFuel= */ 10_000_000),
      new CallLimits(
          /* callDepth= */ 20_000,
          /* nestedCalls= */ 16,
          /* calls= */ 1_024,
          /* pages= */ 64,
          /* transactionPages= */ 256,
          /* keys= */ 16_384,
          /* visits= */ 65_536,
          /* scans= */ 256,
          /* openScans= */ 32,
          /* writes= */ 4_096,
          /* writtenBytes= */ 4 * 1024 * 1024,
          /* events= */ 64,
          /* logLines= */ 64,
          /* keyBytes= */ 256,
          /* valueBytes= */ 64 * 1024,
          /* outputBytes= */ 64 * 1024,
          /* topicBytes= */ 256,
          /* eventBytes= */ 16 * 1024,
          /* logBytes= */ 4 * 1024,
          /* revertBytes= */ 1_024,
          /* randomBytes= */ 1_024,
          /* actorBytes= */ 128,
          /* methodBytes= */ 256,
          /* argsBytes= */ 64 * 1024));

  /** The rules of protocol epoch 1. */
  public static GuestRules epoch1() {
    return EPOCH_1;
  }
}
