package dev.sessionlifecycle.console;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.reasons.ReasonMapping;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Console} is made of. Everything has a default. Not thread-safe. */
public final class ConsoleBuilder {
  /** The shortest key: 32 bytes. */
  public static final int SHORTEST_KEY = 32;

  private static final int LONGEST_TITLE = 40;

  final SessionLifecycle lifecycle;
  final ConsoleAccess access;
  String title = "Session Lifecycle";
  ZoneId zone = ZoneOffset.UTC;
  InstantSource clock = InstantSource.system();
  byte @Nullable [] actionKey;
  ConsoleListener listener = event -> {};
  FinalizeChain chain = FinalizeChain.none();
  List<ReasonMapping> mappings = List.of();
  @Nullable HousekeepingRun housekeeping;
  String scrubStep = "scrub";

  ConsoleBuilder(SessionLifecycle lifecycle, ConsoleAccess access) {
    this.lifecycle = Validator.require("lifecycle", lifecycle);
    this.access = Validator.require("access", access);
  }

  /** The name on each page: 1 to 40 code points; {@code Session Lifecycle} unless set. */
  public ConsoleBuilder title(String value) {
    Validator validator = new Validator();
    validator.nonBlank("title", value, LONGEST_TITLE);
    validator.throwIfInvalid();
    this.title = value;
    return this;
  }

  /** The time zone in which times are shown; UTC unless set. */
  public ConsoleBuilder zone(ZoneId value) {
    this.zone = Validator.require("zone", value);
    return this;
  }

  /**
   * The clock by which time ranges and the tokens of forms are counted; the system's unless set.
   */
  public ConsoleBuilder clock(InstantSource value) {
    this.clock = Validator.require("clock", value);
    return this;
  }

  /**
   * Lets users act as far as their permissions go. Unless called, the console is read-only for
   * everybody.
   *
   * @param key signs the forms; at least 32 secret bytes, the same on all nodes behind one address,
   *     so that a form of one is accepted by another
   */
  public ConsoleBuilder actions(byte[] key) {
    Validator validator = new Validator();
    validator.range(
        "action_key_bytes",
        Validator.require("action_key", key).length,
        SHORTEST_KEY,
        Integer.MAX_VALUE);
    validator.throwIfInvalid();
    this.actionKey = key.clone();
    return this;
  }

  /** Receives what users do; nobody unless set. */
  public ConsoleBuilder listener(ConsoleListener value) {
    this.listener = Validator.require("listener", value);
    return this;
  }

  /** The chain of the lifecycle, so that its steps and deliveries are shown by name. */
  public ConsoleBuilder chain(FinalizeChain value) {
    this.chain = Validator.require("chain", value);
    return this;
  }

  /**
   * The mappings whose unknown values are shown. They are counted by the process, over all of its
   * organizations: give them only where every user of the console may know of all.
   */
  public ConsoleBuilder mappings(ReasonMapping... values) {
    this.mappings = Validator.requireElements("mappings", List.of(values));
    return this;
  }

  /** The run of the housekeeping in this process, so that its failures are shown. */
  public ConsoleBuilder housekeeping(HousekeepingRun run) {
    this.housekeeping = Validator.require("housekeeping", run);
    return this;
  }

  /**
   * The name of the step that scrubs; {@code scrub} unless set. Texts of a session are shown only
   * once this step of its chain is done, or if they were scrubbed before they were written.
   */
  public ConsoleBuilder scrubStep(String name) {
    this.scrubStep = Validator.require("scrub_step", name);
    return this;
  }

  /** The console. */
  public Console build() {
    return new Console(this);
  }
}
