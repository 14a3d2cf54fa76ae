package dev.wastm.wasm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSection;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import dev.wastm.wasm.format.WasmBytes;
import dev.wastm.wasm.format.WasmFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Joined segments make the memory that the segments make one by one. */
class JoinedDataTest {
  private static final int MEMORY_BYTES = 1_000;

  private static DataSegment at(int offset, byte[] bytes) {
    Instruction place = new Instruction(0, OpCode.I32_CONST, new long[] {offset});
    return new ActiveDataSegment(0, List.of(place), bytes);
  }

  private static DataSection section(List<DataSegment> segments) {
    DataSection.Builder section = DataSection.builder();
    segments.forEach(section::addDataSegment);
    return section.build();
  }

  /** A module of one data section; it is not valid without a memory, which is not asked for. */
  private static DataSection joined(DataSection section) {
    byte[] content = JoinedData.of(section).orElseThrow();
    byte[] header = {0, 'a', 's', 'm', 1, 0, 0, 0};
    return WasmFile.parseValid(new WasmBytes()
            .raw(header)
            .op(11)
            .unsigned(content.length)
            .raw(content)
            .toByteArray())
        .dataSection();
  }

  private static byte[] memory(DataSection section) {
    byte[] memory = new byte[MEMORY_BYTES];
    for (DataSegment segment : section.dataSegments()) {
      if (segment instanceof ActiveDataSegment active) {
        int offset = (int) active.offsetInstructions().get(0).operand(0);
        System.arraycopy(active.data(), 0, memory, offset, active.data().length);
      }
    }
    return memory;
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  @Test
  void neighboursAreJoined() {
    DataSection close = section(List.of(at(8, ones(4)), at(12, ones(4)), at(80, ones(4))));
    assertEquals(1, joined(close).dataSegmentCount());
    DataSection far = section(List.of(at(8, ones(4)), at(77, ones(4))));
    assertEquals(2, joined(far).dataSegmentCount());
    assertArrayEquals(memory(far), memory(joined(far)));
  }

  /** The gap between the last two was written by the first. */
  @Test
  void gapsKeepWhatWasWrittenBefore() {
    DataSection overlapping = section(List.of(at(0, ones(100)), at(50, ones(5)), at(60, ones(5))));
    assertArrayEquals(memory(overlapping), memory(joined(overlapping)));
  }

  @Test
  void anySegmentsMakeTheSameMemory() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<DataSegment> segments = new ArrayList<>();
      int next = 0;
      for (int i = random.nextInt(12); i > 0; i--) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        int offset = random.nextInt(4) == 0 ? random.nextInt(900) : next + random.nextInt(70);
        segments.add(
            random.nextInt(10) == 0
                ? new PassiveDataSegment(bytes)
                : at(Math.min(offset, 900), bytes));
        next = Math.min(offset, 900) + bytes.length;
      }
      DataSection section = section(segments);
      assertArrayEquals(memory(section), memory(joined(section)), "seed " + seed);
    }
  }

  @Test
  void placesThatAreNoPlainNumbersAreLeftAlone() {
    Instruction place = new Instruction(0, OpCode.GLOBAL_GET, new long[] {0});
    DataSegment segment = new ActiveDataSegment(0, List.of(place), ones(4));
    assertEquals(Optional.empty(), JoinedData.of(section(List.of(at(0, ones(1)), segment))));
  }
}
