package dev.wastm.wasm.format;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lines of source that code was made of: a source map (ECMA-426), of which a module's code is the one generated line and the offset in
 * the file is the column. Immutable.
 */
public final class SourceMap {
  private static final String SECTION = "sourceMappingURL";
  private static final String DATA_URL = "data:application/json";
  private static final String BASE64 = ";base64,";
  private static final int PATH_CHARACTERS_MAX = 100;
  private static final String UNKNOWN = "unknown";
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> sources;
  private final NavigableMap<Integer, Line> lines;

  private record Line(int source, int line, int column) {
    static final Line NONE = new Line(-1, 0, 0);
  }

  private SourceMap(List<String> sources, NavigableMap<Integer, Line> lines) {
    this.sources = sources;
    this.lines = lines;
  }

  /**
   * The map that a module holds itself, as a data URL in Base64 in its section {@code sourceMappingURL}: such a map is a part of what the
   * module's digest is of. Empty where there is none, or it is malformed.
   */
  public static Optional<SourceMap> within(WasmModule module) {
    CustomSection section = module.customSection(SECTION);
    return section instanceof UnknownCustomSection unknown
        ? url(unknown.bytes()).flatMap(SourceMap::ofUrl)
        : Optional.empty();
  }

  private static Optional<String> url(byte[] section) {
    WasmReader in = new WasmReader(section, 0);
    try {
      int length = in.unsigned();
      return length == section.length - in.position()
          ? Optional.of(new String(section, in.position(), length, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourceMap> ofUrl(String url) {
    int data = url.indexOf(BASE64);
    if (!url.startsWith(DATA_URL) || data < 0) {
      return Optional.empty();
    }
    String encoded = url.substring(data + BASE64.length());
    try {
      byte[] json = Base64.getDecoder().decode(encoded);
      return Base64.getEncoder().encodeToString(json).equals(encoded)
          ? parse(json)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** @param json a source map file; empty where it is malformed */
  public static Optional<SourceMap> parse(byte[] json) {
    List<String> sources = new ArrayList<>();
    TreeMap<Integer, Line> lines = new TreeMap<>();
    try (JsonParser in = JSON.createParser(new String(json, StandardCharsets.UTF_8))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals("sources") && value == JsonToken.START_ARRAY) {
          readSources(in, sources);
        } else if (name.equals("mappings") && value == JsonToken.VALUE_STRING) {
          new Mappings(in.getText(), lines).read();
        } else {
          in.skipChildren();
        }
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return Optional.of(new SourceMap(sources, lines));
  }

  /** A source whose name is not known is null. */
  private static void readSources(JsonParser in, List<String> sources) throws IOException {
    for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
      if (each != JsonToken.VALUE_STRING && each != JsonToken.VALUE_NULL) {
        throw new IOException("A source is neither a name nor null.");
      }
      sources.add(each == JsonToken.VALUE_STRING ? in.getText() : UNKNOWN);
    }
  }

  /** @param offset in the module's file; the answer is {@code file:line:column}, lines and columns counted from 1 */
  public Optional<String> lineAt(int offset) {
    Map.Entry<Integer, Line> entry = lines.floorEntry(offset);
    if (entry == null
        || entry.getValue().source() < 0
        || entry.getValue().source() >= sources.size()) {
      return Optional.empty();
    }
    Line line = entry.getValue();
    String path = sources.get(line.source());
    String end = path.substring(Math.max(0, path.length() - PATH_CHARACTERS_MAX));
    return Optional.of(
        FunctionNames.printable(end) + ":" + (line.line() + 1L) + ":" + (line.column() + 1L));
  }

  /** Reads the mappings of the first generated line. Confined to one thread. */
  private static final class Mappings {
    private static final String DIGITS =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int CONTINUES = 0x20;
    private static final int DIGIT_BITS = 5;

    private final String text;
    private final Map<Integer, Line> lines;
    private int position;

    Mappings(String text, Map<Integer, Line> lines) {
      this.text = text;
      this.lines = lines;
    }

    void read() {
      int offset = 0;
      int source = 0;
      int line = 0;
      int column = 0;
      while (position < text.length() && text.charAt(position) != ';') {
        if (text.charAt(position) == ',') {
          position++;
          continue;
        }
        offset += number();
        if (isAtEnd()) {
          lines.put(offset, Line.NONE);
          continue;
        }
        source += number();
        line += number();
        column += number();
        lines.put(offset, new Line(source, line, column));
        if (!isAtEnd()) {
          number();
        }
      }
    }

    private boolean isAtEnd() {
      return position == text.length() || DIGITS.indexOf(text.charAt(position)) < 0;
    }

    /** A variable-length quantity in Base64, its sign in the lowest bit. */
    private int number() {
      int value = 0;
      int shift = 0;
      int digit;
      do {
        digit = DIGITS.indexOf(text.charAt(position++));
        if (digit < 0 || shift > Integer.SIZE) {
          throw new IndexOutOfBoundsException("no number at " + position);
        }
        value |= (digit & (CONTINUES - 1)) << shift;
        shift += DIGIT_BITS;
      } while ((digit & CONTINUES) != 0);
      return (value & 1) == 0 ? value >>> 1 : -(value >>> 1);
    }
  }
}
