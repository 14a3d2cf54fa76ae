package dev.wastm.blobstore.tool;

import dev.wastm.blobstore.BlobInfo;
import dev.wastm.blobstore.BlobKey;
import dev.wastm.blobstore.PutMode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The promises about listing: what is there, in byte order, by prefix, over more than one page. */
final class CheckedListing {
  /** In the order of their bytes, which is neither that of people nor that of directories. */
  private static final List<String> NAMES = List.of(
      "A/z", "a+b/c", "a-b", "a.b", "a/a", "a/b.c", "a/b/c", "a0", "aA", "a_b", "ab", "a~b", "b");

  /** More than S3's 1 000 a page. */
  private static final int MANY = 1_010;

  private final CheckedObjects objects;

  CheckedListing(CheckedObjects objects) {
    this.objects = objects;
  }

  void test() throws BrokenPromiseException, InterruptedException {
    few();
    many();
  }

  private void few() throws BrokenPromiseException {
    for (int i = NAMES.size() - 1; i >= 0; i--) {
      objects.put("few/" + NAMES.get(i), new byte[i], PutMode.OVERWRITE);
    }
    requireListed("few/", NAMES.stream());
    requireListed("few/a", NAMES.stream().filter(name -> name.startsWith("a")));
    requireListed("few/a/b", NAMES.stream().filter(name -> name.startsWith("a/b")));
    List<BlobInfo> infos = objects.infos("few/");
    for (int i = 0; i < infos.size(); i++) {
      objects.require(
          infos.get(i).sizeBytes() == i,
          "The object " + infos.get(i).key() + " of " + i + " bytes is listed with "
              + infos.get(i).sizeBytes() + ".");
    }
  }

  private void many() throws BrokenPromiseException, InterruptedException {
    List<String> names =
        IntStream.range(0, MANY).mapToObj(i -> String.format("many/%05d", i)).toList();
    AtOnce.run(names.stream().map(this::putEmpty).toList());
    List<String> listed = objects.list("many/");
    objects.require(
        listed.equals(names),
        "Of " + MANY + " objects " + listed.size() + " are listed"
            + (listed.size() == MANY ? ", but not in byte order." : "."));
  }

  private Callable<BlobKey> putEmpty(String name) {
    return () -> objects.put(name, new byte[0], PutMode.OVERWRITE);
  }

  private void requireListed(String prefix, Stream<String> names) throws BrokenPromiseException {
    List<String> expected = names.map(name -> "few/" + name).toList();
    List<String> listed = objects.list(prefix);
    objects.require(
        listed.equals(expected),
        "The objects listed behind " + prefix + " are " + listed + " instead of " + expected + ".");
  }
}
