package dev.wastm.ledger.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The roots of the eight test leaves that Certificate Transparency implementations of RFC 6962 share. */
class MerkleTreeTest {
  private static final List<String> LEAVES = List.of(
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f");

  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void matchesTheKnownRoots(int leaves, String root) {
    assertEquals(root, MerkleTree.root(leaves(leaves)).hex());
  }

  /** Audit paths that Certificate Transparency implementations share, for leaves counted from 0. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, ''",
    "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
  })
  void matchesTheKnownPaths(int index, int size, String path) {
    List<Digest> leaves = leaves(size);
    String siblings = MerkleTree.path(leaves, index).stream()
        .map(step -> step.sibling().hex())
        .collect(Collectors.joining(" "));
    assertEquals(path, siblings);
  }

  @Test
  void everyPathLeadsToTheRootAndOnlyFromItsOwnLeaf() {
    for (int size = 1; size <= LEAVES.size(); size++) {
      List<Digest> leaves = leaves(size);
      Digest root = MerkleTree.root(leaves);
      for (int index = 0; index < size; index++) {
        List<MerkleTree.Step> path = MerkleTree.path(leaves, index);
        for (int other = 0; other < size; other++) {
          assertEquals(other == index, root.equals(MerkleTree.rootOf(leaves.get(other), path)));
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.path(leaves(3), 3));
  }

  private static List<Digest> leaves(int size) {
    return LEAVES.stream()
        .limit(size)
        .map(hex -> MerkleTree.leaf(HexFormat.of().parseHex(hex)))
        .toList();
  }
}
