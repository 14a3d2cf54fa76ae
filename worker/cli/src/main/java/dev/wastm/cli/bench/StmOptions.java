package dev.wastm.cli.bench;

import dev.wastm.benchmarks.stm.Shape;
import dev.wastm.benchmarks.stm.StmWorkload;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The parameters of the Block-STM workload. */
final class StmOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      converter = ShapeConverter.class,
      description = "2r2w or 8r5w: how many keys a transaction reads and writes. Default: 2r2w.")
  private Shape shape = Shape.TWO_READS_TWO_WRITES;

  @Option(
      names = "--accounts",
      paramLabel = "A",
      description = "Accounts, from 2; the fewer, the more conflicts. Default: ${DEFAULT-VALUE}.")
  private int accounts = 1_000;

  @Option(
      names = "--transactions",
      paramLabel = "N",
      description = "Transactions in the block. Default: ${DEFAULT-VALUE}.")
  private int transactions = 10_000;

  @Option(
      names = "--work",
      paramLabel = "W",
      description =
          "Rounds of computation in a transaction, about 2 ns each. Default: ${DEFAULT-VALUE}.")
  private int work = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the random accounts and amounts. Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  StmWorkload workload() {
    return workload(shape, accounts, work);
  }

  StmWorkload workload(int otherAccounts) {
    return workload(shape, otherAccounts, work);
  }

  StmWorkload workload(Shape otherShape, int otherAccounts, int otherWork) {
    Usage.require(
        spec,
        otherAccounts >= 2,
        "--accounts: there must be at least 2, not " + otherAccounts + ".");
    Usage.require(
        spec,
        transactions >= 1,
        "--transactions: there must be at least 1, not " + transactions + ".");
    Usage.require(
        spec, otherWork >= 0, "--work: it must not be negative, as " + otherWork + " is.");
    return new StmWorkload(otherShape, otherAccounts, transactions, otherWork, seed);
  }

  static final class ShapeConverter implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String value) {
      for (Shape shape : Shape.values()) {
        if (shape.toString().equals(value)) {
          return shape;
        }
      }
      throw new TypeConversionException("expected 2r2w or 8r5w but was '" + value + "'");
    }
  }
}
