package dev.wastm.ledger.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import java.io.IOException;

/** Bytes that may or may not be text, as JSON. */
public final class BytesJson {
  private BytesJson() {}

  /** A string where the bytes are UTF-8, {@code {"base64":…}} otherwise. */
  public static void writeText(JsonGenerator json, String name, ByteString bytes)
      throws IOException {
    if (bytes.isValidUtf8()) {
      json.writeStringField(name, bytes.toStringUtf8());
    } else {
      writeBase64(json, name, bytes);
    }
  }

  /** {@code {"utf8":…}} where the bytes are UTF-8, {@code {"base64":…}} otherwise. */
  public static void writeTagged(JsonGenerator json, String name, ByteString bytes)
      throws IOException {
    if (bytes.isValidUtf8()) {
      json.writeObjectFieldStart(name);
      json.writeStringField("utf8", bytes.toStringUtf8());
      json.writeEndObject();
    } else {
      writeBase64(json, name, bytes);
    }
  }

  public static void writeBase64(JsonGenerator json, String name, ByteString bytes)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeBinaryField("base64", bytes.toByteArray());
    json.writeEndObject();
  }
}
