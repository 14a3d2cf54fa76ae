package dev.wastm.benchmarks.fuel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop for each class of instructions. Each step's operands are results of the step before, so that what is measured is how long an
 * instruction takes, and not how many a processor does at once: that is what a guest would choose that wants to take long.
 */
final class FuelLoops {
  /** Steps in a round, so that the loop itself counts little. */
  static final int STEPS = 8;

  private static final int FOUR_MIB_MASK_OF_8 = 0x3ffff8;
  private static final String GROW_TO_4_MIB = "i32.const 63 memory.grow drop ";

  /** A random number in a, by a multiplication and an addition; its upper bits are good. */
  private static final String RANDOM =
      "get a i32.const 1664525 i32.mul i32.const 1013904223 i32.add set a ";

  private static final String RANDOM_ADDRESS =
      RANDOM + "get a i32.const 8 i32.shr_u i32.const " + FOUR_MIB_MASK_OF_8 + " i32.and ";

  private final Map<String, FuelLoop> loops = new LinkedHashMap<>();

  private FuelLoops() {}

  static Map<String, FuelLoop> all() {
    FuelLoops all = new FuelLoops();
    all.loops.putAll(FuelNumberLoops.all());
    all.variables();
    all.branches();
    all.calls();
    all.memory();
    all.wholeMemory();
    all.traps();
    return Collections.unmodifiableMap(all.loops);
  }

  private void add(String name, String step) {
    loops.put(name, FuelLoop.of(step, STEPS));
  }

  private void variables() {
    add("local.get-set", "get a get b set a set b ");
    add("global.i32", "global.get 0 get a i32.add global.set 0 ");
    add("global.i64", "global.get 1 get A i64.add global.set 1 ");
    add("drop", "get a drop get b drop get A drop ");
    loops.put("const", FuelLoop.of("i32.const 1 drop i64.const 2 drop f64.const 3 drop ", STEPS));
  }

  private void branches() {
    loops.put("empty-loop", FuelLoop.of(" ", 1));
    add("block-br", "block get a i32.const 3 i32.add set a br 0 end ");
    add(
        "br_if-taken-never",
        "block get a i32.const 3 i32.add tee a i32.eqz br_if 0 get b i32.const 1 i32.add set b end ");
    add(
        "br_if-random",
        RANDOM + "block get a i32.const 0 i32.lt_s br_if 0 get b get a i32.add set b end ");
    add(
        "if-else-random",
        RANDOM
            + "get a i32.const 0 i32.lt_s if get b i32.const 3 i32.mul set b else get b get a i32.sub set b end ");
    loops.put("br_table-same", FuelLoop.of(table("i32.const 5 ", 16), 1).rounds(20_000));
    loops.put(
        "br_table-16-random",
        FuelLoop.of(table(RANDOM + "get a i32.const 28 i32.shr_u ", 16), 1).rounds(20_000));
    loops.put(
        "br_table-200-random",
        FuelLoop.of(table(RANDOM + "get a i32.const 24 i32.shr_u ", 200), 1).rounds(20_000));
  }

  /** A switch, each case of which does something else. */
  private static String table(String index, int cases) {
    StringBuilder text = new StringBuilder("block ".repeat(cases + 1))
        .append(index)
        .append("br_table ")
        .append(cases - 1)
        .append(' ');
    for (int i = 0; i < cases; i++) {
      text.append(i).append(' ');
    }
    for (int i = 0; i < cases; i++) {
      text.append("end get b i32.const ")
          .append(i * 7 + 1)
          .append(" i32.xor set b br ")
          .append(cases - 1 - i)
          .append(' ');
    }
    return text.append("end ").toString();
  }

  private void calls() {
    String leaf = "get 0 i32.const 3 i32.mul i32.const 1 i32.add";
    String large = "get 0 " + "i32.const 3 i32.mul i32.const 1 i32.add ".repeat(40);
    loops.put(
        "call-small-leaf", FuelLoop.of("get a call 3 set a ", STEPS).calling(0, List.of(leaf)));
    String noLeaf = "get 0 i32.eqz if get 0 call 3 return end " + leaf;
    loops.put("call", FuelLoop.of("get a call 3 set a ", STEPS).calling(0, List.of(noLeaf)));
    loops.put("call-large", FuelLoop.of("get a call 3 set a ", STEPS).calling(0, List.of(large)));
    String descend =
        "get 0 i32.eqz if i32.const 1 return end get 0 i32.const -1 i32.add call 3 i32.const 3 i32.add";
    loops.put(
        "recursion-1000",
        FuelLoop.of("i32.const 1000 call 3 get a i32.add set a ", 1)
            .calling(0, List.of(descend))
            .rounds(30));
    String tree =
        "get 0 i32.const 2 i32.lt_s if get 0 return end get 0 i32.const -1 i32.add call 3 get 0 i32.const -2 i32.add call 3 i32.add";
    loops.put(
        "recursion-fibonacci",
        FuelLoop.of("i32.const 15 call 3 get a i32.add set a ", 1)
            .calling(0, List.of(tree))
            .rounds(15));
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      targets.add("get 0 i32.const " + (2 * i + 3) + " i32.mul i32.const " + i + " i32.add");
    }
    loops.put(
        "call_indirect-one",
        FuelLoop.of("get a i32.const 5 call_indirect set a ", STEPS).calling(0, targets));
    loops.put(
        "call_indirect-64-random",
        FuelLoop.of((RANDOM + "get a get a i32.const 26 i32.shr_u call_indirect set a "), STEPS)
            .calling(0, targets));
    loops.put(
        "call-199-locals",
        FuelLoop.of("get a call 3 set a ", 1)
            .calling(199, List.of(manyLocals()))
            .rounds(1_000));
    loops.put(
        "call-199-locals-unused",
        FuelLoop.of("get a call 3 set a ", 1)
            .calling(
                199,
                List.of(
                    "get 0 i32.const 100 i32.lt_u if get 0 call 3 set 7 end get 0 i32.const 77 i32.add get 150 i32.add"))
            .rounds(4_000));
  }

  private static String manyLocals() {
    StringBuilder text = new StringBuilder("get 0 ");
    for (int i = 1; i < 199; i++) {
      text.append("tee ").append(i).append(" get ").append(i + 1).append(" i32.add ");
    }
    return text.toString();
  }

  private void memory() {
    for (String op : List.of("i32.load8_u", "i32.load16_s", "i32.load")) {
      add(
          op,
          "get d " + op
              + " 0 0 get b i32.add set b get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    }
    add(
        "i64.load",
        "get d i64.load 0 0 get B i64.add set B get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    add(
        "f64.load",
        "get d f64.load 0 0 get X f64.add set X get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    add(
        "i64.load-unaligned",
        "get d i64.load 0 0 get B i64.add set B get d i32.const 61 i32.add i32.const 0x7fff i32.and set d ");
    for (String op : List.of("i32.store8", "i32.store16", "i32.store")) {
      add(
          op,
          "get d get b " + op
              + " 0 2048 get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    }
    add(
        "i64.store",
        "get d get B i64.store 0 2048 get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    add(
        "f64.store",
        "get d get X f64.store 0 2048 get d i32.const 8 i32.add i32.const 0x7ff8 i32.and set d ");
    add(
        "i64.store-unaligned",
        "get d get B i64.store 0 2048 get d i32.const 61 i32.add i32.const 0x7fff i32.and set d ");
    add(
        "i64.load-after-store",
        "get d get B i64.store 0 2048 get d i64.load 0 2048 i64.const 3 i64.mul set B ");
    large("load-random-4MiB", 40_000, RANDOM_ADDRESS + "i64.load 0 0 get B i64.add set B ");
    large("store-random-4MiB", 40_000, RANDOM_ADDRESS + "get B i64.store 0 0 ");
    large("load-chase-4MiB", 40_000, RANDOM_ADDRESS + "i32.load 0 0 get a i32.add set a ");
    large(
        "load-byte-a-line-4MiB",
        40_000,
        "get d i32.load8_u 0 0 get b i32.add set b get d i32.const 64 i32.add i32.const 0x3fffff i32.and set d ");
    add("memory.size", "memory.size get a i32.add set a ");
    for (int size : new int[] {0, 1, 8, 16, 64}) {
      add("memory.fill-" + size, "i32.const 4096 get a i32.const " + size + " memory.fill ");
      add(
          "memory.copy-" + size,
          "i32.const 4096 i32.const 8192 i32.const " + size + " memory.copy ");
    }
    loops.put(
        "memory.fill-32K",
        FuelLoop.of("i32.const 2048 get a i32.const 0x7000 memory.fill ", STEPS).rounds(20));
    loops.put(
        "memory.copy-32K",
        FuelLoop.of("i32.const 0x1000 i32.const 0x8000 i32.const 0x7000 memory.copy ", STEPS)
            .rounds(20));
    large("memory.copy-2MiB", 1, "i32.const 0 i32.const 0x200000 i32.const 0x200000 memory.copy ");
    large("memory.fill-4MiB", 1, "i32.const 2048 get a i32.const 0x3f0000 memory.fill ");
    large(
        "memory.copy-random-1K",
        1_000,
        RANDOM_ADDRESS + "i32.const 0x3ff000 i32.and i32.const 0 i32.const 1024 memory.copy ");
  }

  private void large(String name, int rounds, String step) {
    loops.put(name, FuelLoop.of(step, STEPS).before(GROW_TO_4_MIB).rounds(rounds));
  }

  /** Rounds are few here: each does all that there is to do. */
  private void wholeMemory() {
    loops.put(
        "memory.grow-by-1", FuelLoop.of("i32.const 1 memory.grow drop ", 1).rounds(63));
    loops.put(
        "memory.grow-by-63", FuelLoop.of("i32.const 63 memory.grow drop ", 1).rounds(1));
    loops.put(
        "memory.grow-refused",
        FuelLoop.of("i32.const 64 memory.grow get a i32.add set a ", 1).rounds(4));
    String touch = "get d i32.const 1 i32.store8 0 0 get d i32.const 1024 i32.add set d ";
    loops.put("touch-1MiB-reset", FuelLoop.of(touch, 1).pages(16).rounds(1024));
    loops.put("touch-4MiB-grown", FuelLoop.of(touch, 1).before(GROW_TO_4_MIB).rounds(4096));
  }

  private void traps() {
    loops.put("trap-one-page", FuelLoop.of("unreachable ", 1).rounds(1).trapping());
    loops.put(
        "recursion-too-deep",
        FuelLoop.of("get a call 3 set a ", 1)
            .calling(0, List.of("get 0 i32.const 1 i32.add call 3 i32.const 3 i32.add"))
            .rounds(1)
            .trapping());
    loops.put(
        "recursion-too-deep-30-locals",
        FuelLoop.of("get a call 3 set a ", 1)
            .calling(
                28,
                List.of(
                    "get 0 i32.const 1 i32.add tee 9 call 3 get 9 i32.add get 0 i32.add set 20 get 20"))
            .rounds(1)
            .trapping());
  }
}
