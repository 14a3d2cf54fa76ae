package dev.wastm.ledger.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * Checks that bytes are a message in its one canonical form ({@code docs/formats.md}): known fields alone, in the order of their numbers, each
 * of its type, none at its default value, one of each unless it is repeated, numbers as short as they can be, texts of UTF-8. Nothing is
 * made of the bytes, so that it takes no room and the time that reading them once takes. Confined to one thread.
 */
public final class CanonicalMessage {
  private static final int WIRE_NUMBER = 0;
  private static final int WIRE_BYTES = 2;
  private static final int TAG_TYPE_BITS = 3;
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MORE = 0x80;
  private static final long U32_MAX = 0xFFFF_FFFFL;

  private final ByteString bytes;
  private int at;
  private long fields;

  private CanonicalMessage(ByteString bytes) {
    this.bytes = bytes;
  }

  /**
   * Checks the bytes of a message.
   *
   * @return how many fields it has, those of the messages in it included, but not those of bytes that hold messages
   * @throws IllegalArgumentException saying what is wrong, as the end of a sentence
   */
  public static long requireCanonical(Descriptor type, ByteString bytes) {
    CanonicalMessage message = new CanonicalMessage(bytes);
    message.check(type, bytes.size());
    return message.fields;
  }

  private void check(Descriptor type, int end) {
    int last = 0;
    int lastOneof = -1;
    while (at < end) {
      long tag = varint(end);
      FieldDescriptor field = field(type, tag);
      boolean again = field.getNumber() == last && field.isRepeated();
      if (field.getNumber() <= last && !again) {
        throw new IllegalArgumentException(
            "its field " + field.getName() + " is there twice, or after a later one");
      }
      last = field.getNumber();
      if (field.getRealContainingOneof() != null) {
        if (field.getRealContainingOneof().getIndex() == lastOneof) {
          throw new IllegalArgumentException(
              "its field " + field.getName() + " stands beside another of which there can be one");
        }
        lastOneof = field.getRealContainingOneof().getIndex();
      }
      fields++;
      if ((tag & 7) == WIRE_NUMBER) {
        checkNumber(field, varint(end));
      } else {
        checkBytes(field, length(end));
      }
    }
  }

  private static FieldDescriptor field(Descriptor type, long tag) {
    long number = tag >>> TAG_TYPE_BITS;
    FieldDescriptor field =
        number > Integer.MAX_VALUE ? null : type.findFieldByNumber((int) number);
    if (field == null) {
      throw new IllegalArgumentException(
          "it has a field " + Long.toUnsignedString(number) + ", which is not known here");
    }
    int wire = switch (field.getType()) {
      case STRING, BYTES, MESSAGE -> WIRE_BYTES;
      default -> WIRE_NUMBER;
    };
    if ((tag & 7) != wire) {
      throw new IllegalArgumentException("its field " + field.getName() + " is of another type");
    }
    return field;
  }

  private static void checkNumber(FieldDescriptor field, long value) {
    if (value == 0 && !field.hasPresence()) {
      throw new IllegalArgumentException("its field " + field.getName() + " is written, and is 0");
    }
    boolean fits = switch (field.getType()) {
      case UINT64 -> true;
      case UINT32 -> value >= 0 && value <= U32_MAX;
      case BOOL -> value == 1;
      case ENUM ->
        value >= 0
            && value <= Integer.MAX_VALUE
            && field.getEnumType().findValueByNumber((int) value) != null;
      default -> throw new IllegalStateException("No message has numbers like " + field + ".");
    };
    if (!fits) {
      throw new IllegalArgumentException("its field " + field.getName() + " is out of range");
    }
  }

  private void checkBytes(FieldDescriptor field, int length) {
    int end = at + length;
    if (length == 0 && !field.hasPresence() && !field.isRepeated()) {
      throw new IllegalArgumentException(
          "its field " + field.getName() + " is written, and is empty");
    }
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      check(field.getMessageType(), end);
    } else if (field.getType() == FieldDescriptor.Type.STRING
        && !bytes.substring(at, end).isValidUtf8()) {
      throw new IllegalArgumentException("its field " + field.getName() + " is not UTF-8");
    }
    at = end;
  }

  private int length(int end) {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException("it ends in the middle of a field");
    }
    return (int) length;
  }

  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
      if (at == end) {
        throw new IllegalArgumentException("it ends in the middle of a number");
      }
      int next = Byte.toUnsignedInt(bytes.byteAt(at));
      at++;
      boolean isLongerThanItMustBe = next == 0 && shift > 0;
      boolean isTooLarge = shift == Long.SIZE - 1 && next > 1;
      if (isLongerThanItMustBe || isTooLarge) {
        break;
      }
      value |= (long) (next & (VARINT_MORE - 1)) << shift;
      if (next < VARINT_MORE) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "it has a number that is too large, or longer than it must be");
  }
}
