package dev.wastm.ledger.report;

import dev.wastm.ledger.batch.Failure;
import dev.wastm.ledger.batch.FailureCode;
import dev.wastm.ledger.hash.Digest;
import dev.wastm.ledger.text.Excerpt;
import dev.wastm.ledger.text.Names;
import dev.wastm.wasm.ModulePlaces;
import dev.wastm.wasm.trap.Trap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people are told of failures: the one place where a code becomes a sentence. No outcome depends on a word of it. Immutable; the places of
 * modules are asked for where a guest trapped.
 */
public final class Sentences {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-z]+)}");
  private static final Map<FailureCode, String> ENGLISH = english();

  /** The texts that guests write, for people; all others are names. */
  private static final Set<String> OF_GUESTS = Set.of("message", "file");

  private final Map<FailureCode, String> templates;
  private final Function<Digest, ModulePlaces> places;

  private Sentences(Map<FailureCode, String> templates, Function<Digest, ModulePlaces> places) {
    this.templates = templates;
    this.places = places;
  }

  /** @param places the names and lines of a module, by its digest */
  public static Sentences of(Function<Digest, ModulePlaces> places) {
    return new Sentences(ENGLISH, places);
  }

  /** Without the names and lines of modules. */
  public static Sentences nameless() {
    return of(module -> ModulePlaces.nameless());
  }

  /** The same, with another sentence for a code, in which the arguments' names stand in braces. */
  public Sentences with(FailureCode code, String template) {
    Map<FailureCode, String> changed = new EnumMap<>(templates);
    changed.put(code, template);
    return new Sentences(changed, places);
  }

  /** What happened, and where. */
  public String of(Failure failure) {
    String sentence = templates.get(failure.code());
    if (sentence == null) {
      throw new IllegalStateException("There is no sentence for " + failure.code() + ".");
    }
    String happened = ARGUMENT
        .matcher(sentence)
        .replaceAll(match -> Matcher.quoteReplacement(text(failure, match.group(1))));
    return failure
        .place()
        .map(place -> " In " + places.apply(place.module()).describe(place.within()) + ".")
        .map(happened::concat)
        .orElse(happened);
  }

  private static String text(Failure failure, String name) {
    Trap.Argument argument = failure.arguments().get(failure.code().arguments().indexOf(name));
    if (argument instanceof Trap.Argument.Count count) {
      return Long.toUnsignedString(count.value());
    }
    String value = ((Trap.Argument.Text) argument).value();
    return OF_GUESTS.contains(name) ? Excerpt.whole(value) : Names.shown(value);
  }

  private static Map<FailureCode, String> english() {
    Map<FailureCode, String> all = new EnumMap<>(FailureCode.class);
    all.put(FailureCode.UNREACHABLE, "The guest executed an unreachable instruction.");
    all.put(FailureCode.MEMORY_OUT_OF_BOUNDS, "The guest accessed memory out of bounds.");
    all.put(FailureCode.DIVIDE_BY_ZERO, "The guest divided an integer by zero.");
    all.put(FailureCode.INTEGER_OVERFLOW, "The guest's integer operation overflowed.");
    all.put(
        FailureCode.INVALID_CONVERSION,
        "The guest converted a number that is not finite to an integer.");
    all.put(
        FailureCode.INDIRECT_CALL,
        "The guest called through a table what is not there or has another type.");
    all.put(FailureCode.CALL_DEPTH, "The guest's calls are nested too deeply.");
    all.put(FailureCode.ABORT, "The guest aborted: {message} at {file}:{line}:{column}.");
    all.put(
        FailureCode.HOST_NOT_READY, "The guest called the host while it was being instantiated.");
    all.put(FailureCode.EMPTY_KEY, "The guest used an empty key.");
    all.put(FailureCode.KEY_TOO_LONG, tooLong("a key"));
    all.put(FailureCode.VALUE_TOO_LONG, tooLong("a value"));
    all.put(FailureCode.PREFIX_TOO_LONG, tooLong("a prefix"));
    all.put(
        FailureCode.RANDOM_TOO_LONG,
        "The guest asked for {bytes} random bytes; the limit is {limit}.");
    all.put(FailureCode.TOPIC_TOO_LONG, tooLong("a topic"));
    all.put(FailureCode.EVENT_TOO_LONG, tooLong("an event"));
    all.put(FailureCode.ACTOR_TOO_LONG, tooLong("an actor's id"));
    all.put(FailureCode.METHOD_TOO_LONG, tooLong("a method"));
    all.put(FailureCode.ARGS_TOO_LONG, tooLong("arguments"));
    all.put(
        FailureCode.OUTPUT_TOO_LONG, "The guest's output has {bytes} bytes; the limit is {limit}.");
    all.put(
        FailureCode.NO_SUCH_SCAN,
        "The guest used {handle} as the handle of a scan; none is open under it.");
    all.put(FailureCode.TOO_MANY_KEYS, "The transaction touched more than {limit} keys.");
    all.put(FailureCode.TOO_MANY_VISITS, "The transaction's scans came to more than {limit} keys.");
    all.put(FailureCode.TOO_MANY_SCANS, "The transaction opened more than {limit} scans.");
    all.put(
        FailureCode.TOO_MANY_OPEN_SCANS,
        "The transaction had more than {limit} scans open at once.");
    all.put(FailureCode.TOO_MANY_WRITES, "The transaction wrote state more than {limit} times.");
    all.put(
        FailureCode.TOO_MANY_BYTES_WRITTEN,
        "The transaction wrote more than {limit} bytes of state.");
    all.put(FailureCode.TOO_MANY_EVENTS, "The transaction emitted more than {limit} events.");
    all.put(FailureCode.TOO_MANY_CALLS, "The transaction made more than {limit} calls of actors.");
    all.put(FailureCode.REVERT, "{message}");
    all.put(FailureCode.OUT_OF_FUEL, "The transaction used up its {limit} units of fuel.");
    all.put(
        FailureCode.BATCH_BYTES,
        "The batch has no room left for the {bytes} bytes that this transaction writes, emits and returns; all of its"
            + " larger transactions may leave {limit} together.");
    all.put(
        FailureCode.BATCH_KEYS,
        "The batch has no room left for the {keys} keys that this transaction touches: other transactions of"
            + " the batch have touched as many as they may together.");
    all.put(FailureCode.ACTOR_EXISTS, "The actor \"{actor}\" exists already.");
    all.put(FailureCode.NO_ACTOR_TO_UPGRADE, "There is no actor \"{actor}\" to upgrade.");
    all.put(
        FailureCode.NOT_THE_OWNER,
        "Only \"{owner}\", who deployed the actor \"{actor}\", may upgrade it.");
    all.put(
        FailureCode.SIGNATURES_TOO_LATE,
        "A ledger demands signatures from its beginning: only its first transaction can ask for it.");
    all.put(
        FailureCode.EPOCH_NOT_LATER,
        "The ledger is in protocol epoch {current}, and {epoch} is not a later one.");
    all.put(
        FailureCode.EPOCH_MOVE_PENDING,
        "The ledger moves to another protocol epoch at height {height} already.");
    all.put(
        FailureCode.HEIGHT_NOT_LATER,
        "A ledger moves to another protocol epoch at a later height than {current}, and not at {height}.");
    all.put(
        FailureCode.NOT_THE_FOUNDER,
        "Only \"{founder}\", who made this ledger demand signatures, may move it to another protocol epoch.");
    all.put(FailureCode.NO_SUCH_ACTOR, "There is no actor \"{actor}\".");
    all.put(
        FailureCode.WRONG_SIGNATURE,
        "The signature is not that of the sender \"{sender}\" over this transaction in this ledger.");
    all.put(FailureCode.WRONG_NONCE, "The nonce is {nonce}; the sender's next one is {next}.");
    all.put(
        FailureCode.NOT_SIGNED,
        "The sender \"{sender}\" is a key, and the transaction is not signed with it.");
    all.put(
        FailureCode.SIGNATURE_REQUIRED,
        "This ledger demands signed transactions, and this one is not signed.");
    all.put(
        FailureCode.MALFORMED_SYSTEM_CALL,
        "The system actor has no such method, or its arguments are not those that it takes.");
    all.put(FailureCode.FUEL_OUT_OF_RANGE, "The fuel limit is {fuel}; it must be 1 to {limit}.");
    return all;
  }

  private static String tooLong(String what) {
    return "The guest used " + what + " of {bytes} bytes; the limit is {limit}.";
  }
}
