package example;

import dev.wastm.stm.BlockStm;
import dev.wastm.stm.Outcome;
import dev.wastm.stm.memory.Tx;
import dev.wastm.stm.memory.TxCounter;
import dev.wastm.stm.memory.TxMap;
import dev.wastm.stm.memory.TxMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A thousand people want one of a hundred tickets: the first hundred of the block get them, however many threads run it. */
public final class TicketShop {
  public static void main(String[] args) {
    TxMemory memory = new TxMemory();
    TxCounter sold = memory.counter();
    TxMap<String, Long> owners = memory.map();
    List<Function<Tx, Boolean>> block = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String buyer = "buyer " + i;
      block.add(tx -> {
        if (!sold.addWithin(tx, 1, 0, 100)) {
          return false;
        }
        owners.put(tx, buyer, 1L);
        return true;
      });
    }
    try (BlockStm executor = BlockStm.builder().threads(4).build()) {
      List<Outcome<Boolean>> outcomes = memory.execute(executor, block);
      System.out.println(sold.committed() + " sold; buyer 99: " + outcomes.get(99) + ", buyer 100: "
          + outcomes.get(100));
    }
  }
}
