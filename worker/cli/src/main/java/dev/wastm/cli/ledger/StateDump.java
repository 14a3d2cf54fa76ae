package dev.wastm.cli.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import dev.wastm.ledger.json.BytesJson;
import dev.wastm.ledger.state.State;
import java.io.IOException;
import java.io.PrintWriter;

/** A state as JSON, one entry a line, in key order. */
final class StateDump {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private StateDump() {}

  static void print(State state, PrintWriter out) throws IOException {
    for (State.Entry entry : state.entries()) {
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        json.writeStartObject();
        json.writeStringField("actor", entry.key().actor());
        BytesJson.writeTagged(json, "key", ByteString.copyFrom(entry.key().key()));
        BytesJson.writeTagged(json, "value", ByteString.copyFrom(entry.value()));
        json.writeEndObject();
      }
      out.println();
    }
    out.flush();
  }
}
