package dev.wastm.benchmarks.fuel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The kinds of keys that the guest of {@code wastm bench fuel} uses; each has a key for every number. As {@code fuel.wat} makes them. */
enum FuelKeys {
  /** One alone. */
  SAME(0) {
    @Override
    byte[] key(int number) {
      return new byte[] {'s', 'a', 'm', 'e'};
    }
  },
  /** A letter and eight bytes without a pattern. */
  RANDOM(1) {
    @Override
    byte[] key(int number) {
      return ByteBuffer.allocate(9)
          .put((byte) 'b')
          .putLong(Long.reverseBytes(mix(number)))
          .array();
    }
  },
  /** A letter and the number, as a vector's elements. */
  SEQUENTIAL(2) {
    @Override
    byte[] key(int number) {
      return ByteBuffer.allocate(5).put((byte) 'k').putInt(number).array();
    }
  },
  /** 250 equal bytes, and the number. */
  PREFIXED(3) {
    @Override
    byte[] key(int number) {
      byte[] key = new byte[254];
      Arrays.fill(key, (byte) 'p');
      ByteBuffer.wrap(key).putInt(250, number);
      return key;
    }
  },
  /** All have the same {@link Arrays#hashCode(byte[])}; for numbers of 16 bits. */
  COLLIDING(4) {
    @Override
    byte[] key(int number) {
      byte[] key = new byte[32];
      for (int i = 0; i < 16; i++) {
        boolean isSet = (number >> i & 1) == 1;
        key[2 * i] = (byte) (isSet ? 'B' : 'A');
        key[2 * i + 1] = (byte) (isSet ? 'B' : 'a');
      }
      return key;
    }
  },
  /** Steps that each leave a victim of 256 bytes a bit later, of nine a byte; a victim's number times 4 096, plus the step; 4 095 is the victim. */
  STAIRCASE(5) {
    @Override
    byte[] key(int number) {
      byte[] key = new byte[256];
      Arrays.fill(key, (byte) ('A' + (number >> 12)));
      key[0] = 's';
      int step = number & 4095;
      if (step == VICTIM) {
        return key;
      }
      int at = 2 + step / 9;
      int bit = step % 9;
      if (bit == 0) {
        return Arrays.copyOf(key, at);
      }
      key[at] ^= (byte) (1 << (8 - bit));
      return Arrays.copyOf(key, at + 1);
    }
  },
  /** As random ones, but never in the state at first. */
  ABSENT(6) {
    @Override
    byte[] key(int number) {
      return ByteBuffer.allocate(9)
          .put((byte) 'g')
          .putLong(Long.reverseBytes(mix(number)))
          .array();
    }
  },
  /** As long as a key may be. */
  LONGEST(7) {
    @Override
    byte[] key(int number) {
      byte[] key = new byte[256];
      Arrays.fill(key, (byte) 'w');
      ByteBuffer.wrap(key).putLong(248, Long.reverseBytes(mix(number)));
      return key;
    }
  };

  static final int VICTIM = 4095;
  static final int STEPS = 254 * 9;

  private final int code;

  FuelKeys(int code) {
    this.code = code;
  }

  /** The number that the guest knows this kind by. */
  int code() {
    return code;
  }

  abstract byte[] key(int number);

  static long mix(int number) {
    long x = Integer.toUnsignedLong(number) + 0x9E3779B97F4A7C15L;
    x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return x ^ x >>> 31;
  }
}
