package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ReasonMapping}. What is put later goes before what was put earlier. */
public final class ReasonMappingBuilder {
  private final String name;
  private final int version;
  private final ReasonTable table;
  private final @Nullable TelephonyCodes codes;

  ReasonMappingBuilder(
      String name, int version, ReasonTable table, @Nullable TelephonyCodes codes) {
    this.codes = codes;
    this.name = Validator.require("name", name);
    this.version = version;
    this.table = table;
  }

  /**
   * Maps a value. {@code *} in it stands for any text and {@code ?} for one character; values with
   * either are patterns, and come after all that have neither.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if a value is blank or has only
   *     separators
   */
  public ReasonMappingBuilder put(String value, TerminationReason reason) {
    Validator.require("value", value);
    table.put("", value, Validator.require("reason", reason));
    return this;
  }

  /** Maps a value that is reported from the side of this leg, see {@link ReasonMapping#onLeg}. */
  public ReasonMappingBuilder put(String value, TerminationReason reason, String leg) {
    Validator.require("value", value);
    Validator.require("reason", reason);
    Validator.require("leg", leg);
    table.put(ReportedValue.fold(leg), value, Validator.require("reason", reason));
    return this;
  }

  /** Marks a value as no end of a session, see {@link ReasonMapping#isNotAnEnd}. */
  public ReasonMappingBuilder putNoEnd(String value) {
    Validator.require("put_no_end", value);
    table.putNoEnd(value);
    return this;
  }

  /** Makes the mapping. */
  public ReasonMapping build() {
    return new ReasonMapping(
        name, version, "", new ReasonTable(table), codes, new UnmappedReasons());
  }
}
