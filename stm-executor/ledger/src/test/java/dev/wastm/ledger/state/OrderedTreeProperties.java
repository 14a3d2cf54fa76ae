package dev.wastm.ledger.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The ordered tree against a sorted map: as it grows and as it shrinks, by few and by many, anywhere, at its ends, and in whole stretches. */
@Tag("property")
class OrderedTreeProperties {
  private static final class Model {
    private final TreeMap<byte[], Node.Leaf> entries = new TreeMap<>(Arrays::compareUnsigned);
    private OrderedNode tree = OrderedNode.EMPTY;

    void apply(TreeMap<byte[], Node.Leaf> puts, TreeSet<byte[]> deletes) {
      TreeMap<byte[], Update> updates = new TreeMap<>(Arrays::compareUnsigned);
      deletes.forEach(key -> updates.put(key, new Update(key, null)));
      puts.forEach((key, leaf) -> updates.put(key, new Update(key, leaf)));
      long before = entries.size();
      entries.keySet().removeAll(deletes);
      entries.putAll(puts);
      OrderedUpdate update = new OrderedUpdate(updates.values().toArray(Update[]::new));
      tree = update.apply(tree);
      assertEquals(entries.size() - before, update.sizeDelta());
    }

    void check() {
      assertEquals(new ArrayList<>(entries.values()), toList(OrderedIterator.ofAll(tree)));
      height(tree, true);
    }

    void checkReads(byte[] key) {
      assertSame(entries.get(key), OrderedNode.find(tree, key));
      assertEquals(
          new ArrayList<>(entries.tailMap(key, true).values()),
          toList(OrderedIterator.from(tree, key)));
    }
  }

  private static List<Node.Leaf> toList(OrderedIterator entries) {
    List<Node.Leaf> list = new ArrayList<>();
    entries.forEachRemaining(list::add);
    assertThrows(NoSuchElementException.class, entries::next);
    return list;
  }

  /** Checks what nodes must be; the same height everywhere, too. */
  private static int height(OrderedNode node, boolean isRoot) {
    assertTrue(node.size() <= OrderedNode.SIZE_MAX);
    assertTrue(isRoot || node.size() >= OrderedNode.SIZE_MIN);
    if (!(node instanceof OrderedNode.Inner inner)) {
      return 0;
    }
    assertTrue(inner.size() >= 2);
    int height = height(inner.children[0], false);
    for (int i = 0; i < inner.size(); i++) {
      assertArrayEquals(inner.children[i].lowestKey(), inner.lowestKeys[i]);
      assertEquals(height, height(inner.children[i], false));
    }
    return height + 1;
  }

  /** Numbers of two bytes, the lower ones cut off: so that some keys are prefixes of others, and all meet again. */
  private static byte[] key(int number, Random random) {
    byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return Arrays.copyOfRange(key, 2, random.nextInt(4) == 0 ? 3 : 4);
  }

  @Property(tries = 150)
  void behavesLikeASortedMap(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 3_000) int largest) {
    Model model = new Model();
    List<OrderedNode> trees = new ArrayList<>();
    List<List<Node.Leaf>> contents = new ArrayList<>();
    for (int step = 0; step < 12; step++) {
      TreeMap<byte[], Node.Leaf> puts = new TreeMap<>(Arrays::compareUnsigned);
      TreeSet<byte[]> deletes = new TreeSet<>(Arrays::compareUnsigned);
      for (int i = random.nextInt(largest); i >= 0; i--) {
        byte[] key = key(random.nextInt(1 << 12), random);
        if (random.nextBoolean()) {
          puts.put(key, new Node.Leaf(key, new byte[] {(byte) step}));
        } else {
          deletes.add(key);
        }
      }
      if (random.nextInt(3) == 0 && !model.entries.isEmpty()) {
        byte[] from = key(random.nextInt(1 << 12), random);
        deletes.addAll(model.entries.tailMap(from).keySet().stream()
            .limit(random.nextInt(model.entries.size()))
            .toList());
      }
      deletes.removeAll(puts.keySet());
      model.apply(puts, deletes);
      model.check();
      for (int i = 0; i < 10; i++) {
        model.checkReads(key(random.nextInt(1 << 12), random));
      }
      trees.add(model.tree);
      contents.add(new ArrayList<>(model.entries.values()));
    }
    for (int i = 0; i < trees.size(); i++) {
      assertEquals(contents.get(i), toList(OrderedIterator.ofAll(trees.get(i))));
    }
  }

  /** One key at a time, in an order that makes the tree lean: it does not. */
  @Test
  void growsAndShrinksAtEitherEnd() {
    for (boolean isGrownUpwards : new boolean[] {true, false}) {
      for (boolean isShrunkUpwards : new boolean[] {true, false}) {
        Model model = new Model();
        int count = 5_000;
        for (int i = 0; i < count; i++) {
          byte[] key = number(isGrownUpwards ? i : count - 1 - i);
          TreeMap<byte[], Node.Leaf> put = new TreeMap<>(Arrays::compareUnsigned);
          put.put(key, new Node.Leaf(key, key));
          model.apply(put, new TreeSet<>(Arrays::compareUnsigned));
        }
        model.check();
        assertTrue(height(model.tree, true) <= 3);
        for (int i = 0; i < count; i++) {
          TreeSet<byte[]> delete = new TreeSet<>(Arrays::compareUnsigned);
          delete.add(number(isShrunkUpwards ? i : count - 1 - i));
          model.apply(new TreeMap<>(Arrays::compareUnsigned), delete);
          if (i % 97 == 0) {
            model.check();
          }
        }
        model.check();
        assertFalse(OrderedIterator.ofAll(model.tree).hasNext());
      }
    }
  }

  /** All but one key at a time, so that nodes of every height have lost all but one child. */
  @Property(tries = 50)
  void survivesTheLossOfAlmostAll(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 40_000) int count) {
    Model model = new Model();
    TreeMap<byte[], Node.Leaf> puts = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < count; i++) {
      puts.put(number(i), new Node.Leaf(number(i), ABSENT));
    }
    model.apply(puts, new TreeSet<>(Arrays::compareUnsigned));
    model.check();
    TreeSet<byte[]> deletes = new TreeSet<>(Arrays::compareUnsigned);
    int stretch = 1 + random.nextInt(2_000);
    puts.keySet().stream().filter(key -> random.nextInt(stretch) != 0).forEach(deletes::add);
    model.apply(new TreeMap<>(Arrays::compareUnsigned), deletes);
    model.check();
  }

  private static final byte[] ABSENT = new byte[0];

  private static byte[] number(int i) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
  }
}
