package dev.wastm.ledger.batch;

import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.proto.ArgumentProto;
import dev.wastm.ledger.proto.FailureProto;
import dev.wastm.ledger.proto.PlaceProto;
import dev.wastm.ledger.text.Text;
import dev.wastm.wasm.trap.Trap;
import dev.wastm.wasm.trap.TrapPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a transaction did not succeed, as its receipt says it: without a word of prose.
 *
 * @param arguments one for each of the code's
 * @param place where a guest trapped, where it was an instruction that did
 */
public record Failure(FailureCode code, List<Trap.Argument> arguments, Optional<Place> place) {
  /**
   * Where a guest trapped.
   *
   * @param module the digest of the guest's module
   */
  public record Place(Digest module, TrapPlace within) {
    public Place {
      if (within.function() < 0 || within.offset() < 0) {
        throw new IllegalArgumentException(
            "A trap's function and offset are from 0 to " + Integer.MAX_VALUE + ".");
      }
    }
  }

  public Failure {
    arguments = List.copyOf(arguments);
    if (arguments.size() != code.arguments().size()) {
      throw new IllegalArgumentException("A failure with the code " + code + " has the arguments "
          + code.arguments() + ", and not " + arguments.size() + ".");
    }
    for (Trap.Argument argument : arguments) {
      if (argument instanceof Trap.Argument.Text text) {
        Text.require("A failure's argument", text.value());
      }
    }
  }

  /** @param arguments numbers and texts */
  public static Failure of(FailureCode code, Object... arguments) {
    List<Trap.Argument> all = new ArrayList<>();
    for (Object argument : arguments) {
      all.add(
          argument instanceof Number number
              ? new Trap.Argument.Count(number.longValue())
              : new Trap.Argument.Text((String) argument));
    }
    return new Failure(code, all, Optional.empty());
  }

  /** @param module the digest of the trapped guest's module */
  public static Failure of(Trap trap, Optional<TrapPlace> place, Digest module) {
    return new Failure(
        FailureCode.of(trap.reason()),
        trap.arguments(),
        place.map(within -> new Place(module, within)));
  }

  FailureProto encode() {
    FailureProto.Builder proto = FailureProto.newBuilder().setCode(code.proto());
    for (Trap.Argument argument : arguments) {
      proto.addArguments(
          argument instanceof Trap.Argument.Count count
              ? ArgumentProto.newBuilder().setCount(count.value())
              : ArgumentProto.newBuilder().setText(((Trap.Argument.Text) argument).value()));
    }
    place.ifPresent(at -> proto.setPlace(PlaceProto.newBuilder()
        .setModule(at.module().toByteString())
        .setFunction(at.within().function())
        .setOffset(at.within().offset())));
    return proto.build();
  }

  /** @throws IllegalArgumentException where it is not as {@link #encode} writes it */
  static Failure decode(FailureProto proto) {
    List<Trap.Argument> arguments = proto.getArgumentsList().stream()
        .<Trap.Argument>map(argument -> argument.hasText()
            ? new Trap.Argument.Text(argument.getText())
            : new Trap.Argument.Count(argument.getCount()))
        .toList();
    Optional<Place> place = proto.hasPlace()
        ? Optional.of(new Place(
            Digest.of(proto.getPlace().getModule()),
            new TrapPlace(proto.getPlace().getFunction(), proto.getPlace().getOffset())))
        : Optional.empty();
    return new Failure(FailureCode.of(proto.getCode()), arguments, place);
  }
}
