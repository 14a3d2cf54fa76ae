package dev.wastm.ledger.module;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.BlobStore;
import dev.wastm.blobstore.BlobStoreException;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.hash.Sha256;
import dev.wastm.ledger.protocol.Protocols;
import dev.wastm.wasm.CompiledCode;
import dev.wastm.wasm.ModuleChecker;
import dev.wastm.wasm.validation.InvalidModuleException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules in a blob store: the files under {@code modules/sha256/}, each named by its digest, and the tags under {@code
 * modules/names/}. Both are immutable. Thread-safe, and safe with other processes on the same store.
 */
public final class ModuleStore {
  private static final String FILES = "modules/sha256/";
  /** What lies below the names and is called otherwise is not ours. */
  private static final Pattern TAG_FILE = Pattern.compile("modules/names/[^/]+/[^/]+\\.json");

  private static final String NAMES = "modules/names/";

  /** A name, a version and a digest have less than 300. */
  private static final int TAG_BYTES_MAX = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlobStore store;
  private final CompiledCode compiledCode;

  /** Compiled code is not kept between runs of the JVM. */
  public ModuleStore(BlobStore store) {
    this(store, CompiledCode.none());
  }

  /** @param compiledCode where compiled code is kept, such as a {@link CompiledCodeDirectory} */
  public ModuleStore(BlobStore store, CompiledCode compiledCode) {
    this.store = store;
    this.compiledCode = compiledCode;
  }

  CompiledCode compiledCode() {
    return compiledCode;
  }

  /** A tag and the module it stands for. */
  public record Tagged(ModuleRef.Tag tag, Digest digest) {}

  private record TagFile(String name, String version, String sha256) {}

  /**
   * Stores a module under its digest, then under a tag. It is held against the newest rules that are known here. Publishing the same again changes nothing.
   *
   * @throws InvalidModuleException where the file is not a valid guest; nothing is stored then
   * @throws TagMovedException where the tag stands for another module already
   */
  public Digest publish(byte[] wasm, ModuleRef.Tag tag)
      throws InvalidModuleException, TagMovedException {
    ModuleChecker.requireValid(wasm, Protocols.known().newest().guest());
    Digest digest = Sha256.of(wasm);
    store.putIfAbsent(key(digest), wasm);
    TagFile content = new TagFile(tag.name(), tag.version(), digest.hex());
    if (!store.putIfAbsent(tagFile(tag), encode(content))) {
      Digest existing = resolve(tag).orElse(digest);
      if (!existing.equals(digest)) {
        throw new TagMovedException(tag + " stands for the module " + existing.hex()
            + " already, and a tag never moves; publish under another version.");
      }
    }
    return digest;
  }

  /**
   * The digest that a reference stands for; empty where the store has no such tag or module.
   *
   * @throws BlobStoreException where the store cannot say
   */
  public Optional<Digest> resolve(ModuleRef ref) {
    if (ref instanceof ModuleRef.Tag tag) {
      return store.head(tagFile(tag)).map(info -> digestOf(info.key()));
    }
    Digest digest = ((ModuleRef.ByDigest) ref).digest();
    return store.head(key(digest)).map(info -> digest);
  }

  /**
   * A module's file, checked against its digest.
   *
   * @throws BlobStoreException where it is missing, damaged, or out of reach
   */
  public byte[] fetch(Digest digest) {
    BlobKey key = key(digest);
    byte[] wasm = get(key);
    if (!Sha256.of(wasm).equals(digest)) {
      throw BlobStoreException.corrupt(
          "The module " + key + " does not have the digest that its name says; restore it"
              + " from a copy, or delete it and publish it again.");
    }
    return wasm;
  }

  private byte[] get(BlobKey key) {
    try {
      return store.get(key, fileBytesMax());
    } catch (BlobStoreException e) {
      throw e.kind() == BlobStoreException.Kind.TOO_LARGE
          ? BlobStoreException.corrupt("The module " + key + " has more than " + fileBytesMax()
              + " bytes, which no module has; restore it from a copy.")
          : e;
    }
  }

  /** What a module's file may have in some epoch. */
  public static int fileBytesMax() {
    return (int)
        Protocols.known().largest(protocol -> protocol.guest().modules().fileBytes());
  }

  /** All tags, ordered by name and version. */
  public List<Tagged> list() {
    try (Stream<BlobInfo> blobs = store.list(NAMES)) {
      return blobs
          .map(BlobInfo::key)
          .filter(key -> TAG_FILE.matcher(key.value()).matches())
          .map(this::readTag)
          .toList();
    }
  }

  private Digest digestOf(BlobKey key) {
    return readTag(key).digest();
  }

  private Tagged readTag(BlobKey key) {
    try {
      TagFile content = JSON.readValue(store.get(key, TAG_BYTES_MAX), TagFile.class);
      Digest digest = Digest.ofHex(content.sha256());
      ModuleRef.Tag tag = new ModuleRef.Tag(content.name(), content.version());
      if (!tagFile(tag).equals(key)) {
        throw BlobStoreException.corrupt(
            "The tag " + key + " is damaged: what is in it is the tag " + tag + ".");
      }
      return new Tagged(tag, digest);
    } catch (IOException | IllegalArgumentException e) {
      throw BlobStoreException.corrupt("The tag " + key + " is damaged: " + e.getMessage());
    }
  }

  private static byte[] encode(TagFile content) {
    try {
      return JSON.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Three strings can be written as JSON.", e);
    }
  }

  /** Where a module's file lies. */
  public static BlobKey key(Digest digest) {
    return BlobKey.of(FILES + digest.hex() + ".wasm");
  }

  private static BlobKey tagFile(ModuleRef.Tag tag) {
    return BlobKey.of(NAMES + tag.name() + "/" + tag.version() + ".json");
  }
}
