package dev.sessionlifecycle.store.jdbc.internal.postgres;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.ArrayParameters;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes sessions on PostgreSQL, one or many per statement: {@code close_fast} where it applies,
 * else {@code close}, see {@code close.sql}. Each statement commits by itself: if a later one fails
 * and is retried, it must not treat sessions closed by an earlier one as lost.
 */
final class PostgresClose {
  /** How many organizations that need the general form are remembered. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final String NO_SHAPE = ChainDefinition.empty().digest();

  private final Transactions transactions;
  private final SessionTable sessions;
  private final Statements own;
  private final Statements current;

  /** The forms of the statement: for chains of the process, or for those that are current. */
  private record Statements(
      PreparedSql close,
      PreparedSql closeUnlocked,
      PreparedSql fast,
      PreparedSql manyFast,
      PreparedSql manyFastAlike,
      PreparedSql manyFastUnlocked) {
    static Statements of(SqlTemplates sql, String... form) {
      return new Statements(
          sql.prepared("close", form),
          sql.prepared("close", with(form, "skip_locked")),
          sql.prepared("close_fast", form),
          sql.prepared("close_fast", with(form, "many")),
          sql.prepared("close_fast", with(form, "many", "alike")),
          sql.prepared("close_fast", with(form, "many", "skip_locked")));
    }

    private static String[] with(String[] form, String... blocks) {
      return Stream.concat(Stream.of(form), Stream.of(blocks)).toArray(String[]::new);
    }
  }

  /**
   * Organizations found to have sessions under a stored policy, or stored without their texts. Only
   * a hint that saves a useless attempt: the fast form checks for itself whether it applies.
   */
  private final Set<UUID> withGeneralEnds = ConcurrentHashMap.newKeySet();

  PostgresClose(SqlTemplates sql, Transactions transactions, SessionTable sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
    own = Statements.of(sql);
    current = Statements.of(sql, "current");
  }

  private Statements statements(CloseIntent intent) {
    return intent.defaults().chains().isCurrent() ? current : own;
  }

  CloseReply close(CloseIntent intent) {
    List<PostgresFastPath.ReturnedSession> closed =
        isFast(List.of(intent))
            ? transactions.query(
                statements(intent).fast(), fast(intent), PostgresFastPath.ReturnedSession::of)
            : transactions.single(tx -> general(tx, statements(intent).close(), List.of(intent)));
    return closed.isEmpty() ? notYetClosed(intent) : new CloseReply.Closed(current(closed.get(0)));
  }

  /**
   * Closes distinct sessions in one statement that waits for no other transaction. The reply is
   * empty for those that it has left out, to be closed one by one.
   */
  List<Optional<CloseReply>> tryCloseAll(List<CloseIntent> intents) {
    CloseDefaults defaults = intents.get(0).defaults();
    List<CloseIntent> alike =
        intents.stream()
            .filter(it -> it.buffer().isEmpty() && haveSameTerms(it.defaults(), defaults))
            .toList();
    Map<SessionKey, Session> closed = new HashMap<>();
    if (!alike.isEmpty()) {
      Statements forms = statements(alike.get(0));
      add(
          closed,
          transactions.single(
              tx ->
                  isFast(alike)
                      ? manyFast(tx, forms.manyFastUnlocked(), alike)
                      : general(tx, forms.closeUnlocked(), alike)));
    }
    return intents.stream()
        .map(it -> Optional.ofNullable(closed.get(it.session())))
        .map(it -> it.<CloseReply>map(CloseReply.Closed::new))
        .toList();
  }

  /** Whether two ends can share a statement: all but the trace context has to be the same. */
  private static boolean haveSameTerms(CloseDefaults one, CloseDefaults other) {
    return one.chains().equals(other.chains()) && one.defaultPolicy().equals(other.defaultPolicy());
  }

  /** Closes distinct sessions with the same defaults, in the order of their keys. */
  List<CloseReply> closeAll(List<CloseIntent> inOrder) {
    Map<SessionKey, Session> closed = new HashMap<>();
    if (isFast(inOrder)) {
      Statements forms = statements(inOrder.get(0));
      add(
          closed,
          transactions.single(
              tx ->
                  endAlike(inOrder)
                      ? alikeFast(tx, forms.manyFastAlike(), inOrder)
                      : manyFast(tx, forms.manyFast(), inOrder)));
    }
    List<CloseIntent> left = without(inOrder, closed);
    if (!left.isEmpty()) {
      PreparedSql close = statements(left.get(0)).close();
      List<PostgresFastPath.ReturnedSession> late =
          transactions.single(tx -> general(tx, close, left));
      late.forEach(each -> remember(each.key().organizationId()));
      add(closed, late);
    }
    List<SessionKey> open = without(inOrder, closed).stream().map(CloseIntent::session).toList();
    Map<SessionKey, Session> found =
        open.isEmpty() ? Map.of() : transactions.single(tx -> findAll(tx, open));
    List<CloseReply> replies = new ArrayList<>();
    for (CloseIntent intent : inOrder) {
      Session session = closed.get(intent.session());
      Session other = found.get(intent.session());
      if (session != null) {
        replies.add(new CloseReply.Closed(session));
      } else if (other != null && mustClose(intent, other)) {
        replies.add(notYetClosed(intent));
      } else {
        replies.add(refusal(intent, other));
      }
    }
    return replies;
  }

  private void add(
      Map<SessionKey, Session> closed, List<PostgresFastPath.ReturnedSession> returned) {
    returned.forEach(each -> closed.put(each.key(), current(each)));
  }

  private Session current(PostgresFastPath.ReturnedSession closed) {
    return closed.current(transactions, sessions);
  }

  private static List<CloseIntent> without(
      List<CloseIntent> intents, Map<SessionKey, Session> closed) {
    return intents.stream().filter(intent -> !closed.containsKey(intent.session())).toList();
  }

  private Map<SessionKey, Session> findAll(Transaction tx, List<SessionKey> keys) {
    Map<UUID, List<UUID>> ids = new LinkedHashMap<>();
    for (SessionKey key : keys) {
      ids.computeIfAbsent(key.organizationId(), it -> new ArrayList<>()).add(key.sessionId());
    }
    Map<SessionKey, Session> found = new HashMap<>();
    ids.forEach(
        (organization, each) ->
            sessions
                .findAll(tx, organization, tx.array("uuid", each))
                .forEach(it -> found.put(new SessionKey(organization, it.id()), it)));
    return found;
  }

  /** Returns why the statement did not close the session, or closes it with the general form. */
  private CloseReply notYetClosed(CloseIntent intent) {
    Late late = transactions.single(tx -> notYetClosed(tx, intent));
    if (late.refusal() != null) {
      return late.refusal();
    }
    remember(intent.session().organizationId());
    return new CloseReply.Closed(current(late.closed().get(0)));
  }

  private Late notYetClosed(Transaction tx, CloseIntent intent) {
    Session session = sessions.find(tx, intent.session()).orElse(null);
    if (session == null || session.isEnded()) {
      return new Late(List.of(), refusal(intent, session));
    }
    List<PostgresFastPath.ReturnedSession> closed =
        general(tx, statements(intent).close(), List.of(intent));
    return closed.isEmpty()
        ? new Late(closed, refusal(intent, sessions.find(tx, intent.session()).orElse(null)))
        : new Late(closed, null);
  }

  /**
   * What the general form came to.
   *
   * @param refusal why it closed nothing; null if it closed the session
   */
  private record Late(
      List<PostgresFastPath.ReturnedSession> closed, @Nullable CloseReply refusal) {}

  private static CloseReply refusal(CloseIntent intent, @Nullable Session session) {
    if (session == null) {
      return new CloseReply.Missing();
    } else if (session.isEnded()) {
      return new CloseReply.AlreadyEnded(session);
    } else if (mustClose(intent, session)) {
      throw new LostRaceException(); // opened between the two statements
    }
    return new CloseReply.GuardFailed(session);
  }

  private static boolean mustClose(CloseIntent intent, Session session) {
    return intent.guard() instanceof CloseGuard.Any && session.status().isLive();
  }

  /** Returns the reported reason for a session that does not store everything. */
  private static @Nullable String plainReported(CloseIntent intent) {
    return StoringRules.reported(Storing.FACTS_ONLY, intent.reportedReason());
  }

  private void remember(UUID organization) {
    if (withGeneralEnds.size() >= MOST_REMEMBERED) {
      withGeneralEnds.clear();
    }
    withGeneralEnds.add(organization);
  }

  /** Whether the fast form applies, as far as the intents alone can show. */
  private boolean isFast(List<CloseIntent> intents) {
    return intents.get(0).defaults().defaultPolicy().rules().stream()
            .allMatch(rule -> rule.channel() == null && rule.sessionType() == null)
        && intents.stream()
            .allMatch(
                it ->
                    it.guard() instanceof CloseGuard.Any
                        && it.end() instanceof EndTime.Now
                        && !withGeneralEnds.contains(it.session().organizationId()));
  }

  /** Whether the sessions end in the same way, as in most calls for many. */
  private static boolean endAlike(List<CloseIntent> intents) {
    CloseIntent first = intents.get(0);
    return intents.stream()
        .skip(1)
        .allMatch(it -> it.forSession(first.session(), it.successorId()).equals(first));
  }

  private static Map<String, @Nullable Object> fast(CloseIntent intent) {
    RetentionPolicy fallback = intent.defaults().defaultPolicy();
    OutcomeCategory ifEngaged = intent.endReason().outcomeIfEngaged();
    OutcomeCategory otherwise = intent.endReason().outcomeOtherwise();
    OutcomeCategory ifNever = intent.reasonIfNeverActive().outcomeOtherwise();
    Map<String, @Nullable Object> values = new HashMap<>(64);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("status", intent.target().wire());
    values.put("reason", intent.endReason().reason().wire());
    values.put("reasonIfNever", intent.reasonIfNeverActive().reason().wire());
    values.put("outcomeIfEngaged", ifEngaged.wire());
    values.put("outcomeOtherwise", otherwise.wire());
    values.put("outcomeIfNever", ifNever.wire());
    values.put("keepIfEngaged", keep(fallback, ifEngaged));
    values.put("keepOtherwise", keep(fallback, otherwise));
    values.put("keepIfNever", keep(fallback, ifNever));
    values.put("stageAfter", micros(RetentionRules.firstStageAfter(fallback).orElse(null)));
    values.put("reported", intent.reportedReason());
    values.put("by", intent.triggeredBy());
    values.put("at", Columns.utc(intent.at()));
    values.put("successor", intent.successorId());
    values.put("trace", intent.defaults().traceParent());
    putChains(values, intent.defaults().chains());
    return values;
  }

  /** Returns how long a policy without rules for channels and session types keeps a session. */
  private static @Nullable Long keep(RetentionPolicy policy, OutcomeCategory outcome) {
    return micros(policy.keep(outcome, "", SessionType.LIVE).orElse(null));
  }

  /**
   * Closes sessions with one set of values for all. Calls for a hundred end 5.2 times as many
   * sessions a second as single calls, with an array for each value 4.4 to 4.6 times: {@code
   * benchmarks/run close postgres}.
   */
  private static List<PostgresFastPath.ReturnedSession> alikeFast(
      Transaction tx, PreparedSql statement, List<CloseIntent> alike) {
    ArrayParameters parameters = new ArrayParameters(tx.connection());
    fast(alike.get(0)).forEach(parameters::add);
    parameters
        .add("org", "uuid", alike, it -> it.session().organizationId())
        .add("id", "uuid", alike, it -> it.session().sessionId());
    return tx.query(statement, parameters.values(), PostgresFastPath.ReturnedSession::of);
  }

  private List<PostgresFastPath.ReturnedSession> manyFast(
      Transaction tx, PreparedSql statement, List<CloseIntent> intents) {
    CloseDefaults defaults = intents.get(0).defaults();
    RetentionPolicy fallback = defaults.defaultPolicy();
    Long stageAfter = micros(RetentionRules.firstStageAfter(fallback).orElse(null));
    ArrayParameters parameters =
        inputs(tx, intents)
            .add(
                "keepIfEngaged",
                "bigint",
                intents,
                it -> keep(fallback, it.endReason().outcomeIfEngaged()))
            .add(
                "keepOtherwise",
                "bigint",
                intents,
                it -> keep(fallback, it.endReason().outcomeOtherwise()))
            .add(
                "keepIfNever",
                "bigint",
                intents,
                it -> keep(fallback, it.reasonIfNeverActive().outcomeOtherwise()))
            .add("stageAfter", "bigint", intents, it -> stageAfter);
    putChains(parameters.values(), defaults.chains());
    return tx.query(statement, parameters.values(), PostgresFastPath.ReturnedSession::of);
  }

  /** Returns what both forms take for each of many sessions. */
  private static ArrayParameters inputs(Transaction tx, List<CloseIntent> intents) {
    return new ArrayParameters(tx.connection())
        .add("org", "uuid", intents, it -> it.session().organizationId())
        .add("id", "uuid", intents, it -> it.session().sessionId())
        .add("status", "varchar", intents, it -> it.target().wire())
        .add("reason", "varchar", intents, it -> it.endReason().reason().wire())
        .add("reasonIfNever", "varchar", intents, it -> it.reasonIfNeverActive().reason().wire())
        .add("outcomeIfEngaged", "varchar", intents, it -> it.endReason().outcomeIfEngaged().wire())
        .add("outcomeOtherwise", "varchar", intents, it -> it.endReason().outcomeOtherwise().wire())
        .add(
            "outcomeIfNever",
            "varchar",
            intents,
            it -> it.reasonIfNeverActive().outcomeOtherwise().wire())
        .add("reported", "text", intents, CloseIntent::reportedReason)
        .add("by", "varchar", intents, CloseIntent::triggeredBy)
        .add("at", "timestamptz", intents, it -> Columns.utc(it.at()))
        .add("successor", "uuid", intents, CloseIntent::successorId)
        .add("trace", "varchar", intents, it -> it.defaults().traceParent());
  }

  private List<PostgresFastPath.ReturnedSession> general(
      Transaction tx, PreparedSql statement, List<CloseIntent> inOrder) {
    CloseDefaults defaults = inOrder.get(0).defaults();
    List<RetentionRule> rules = defaults.defaultPolicy().rules();
    ArrayParameters parameters =
        inputs(tx, inOrder)
            .add("plainReported", "text", inOrder, PostgresClose::plainReported)
            .add("plainBy", "varchar", inOrder, it -> Anonymizer.triggeredBy(it.triggeredBy()))
            .add("end", "varchar", inOrder, it -> endKind(it.end()))
            .add("endedAt", "timestamptz", inOrder, it -> endedAt(it.end()))
            .add("guard", "varchar", inOrder, it -> guardKind(it.guard()))
            .add("guardStatus", "varchar", inOrder, it -> guardStatus(it.guard()))
            .add("guardMicros", "bigint", inOrder, it -> guardMicros(it.guard()))
            .add("guardToken", "bigint", inOrder, it -> guardToken(it.guard()))
            .add(
                "stageAfter",
                micros(RetentionRules.firstStageAfter(defaults.defaultPolicy()).orElse(null)))
            .add("rulePlaces", "integer", IntStream.range(0, rules.size()).boxed().toList())
            .add("ruleOutcomes", "varchar", rules, it -> wire(it.outcome()))
            .add("ruleChannels", "varchar", rules, RetentionRule::channel)
            .add("ruleTypes", "varchar", rules, it -> wire(it.sessionType()))
            .add("ruleKeeps", "bigint", rules, it -> micros(it.keep()));
    putChains(parameters.values(), defaults.chains());
    return tx.query(statement, parameters.values(), PostgresFastPath.ReturnedSession::of);
  }

  private static String endKind(EndTime end) {
    return end instanceof EndTime.Now
        ? "now"
        : end instanceof EndTime.Reported ? "reported" : "last_activity";
  }

  private static @Nullable Object endedAt(EndTime end) {
    return end instanceof EndTime.Reported reported ? Columns.utc(reported.at()) : null;
  }

  private static String guardKind(CloseGuard guard) {
    if (guard instanceof CloseGuard.Any) {
      return "any";
    } else if (guard instanceof CloseGuard.InStatus) {
      return "in_status";
    } else if (guard instanceof CloseGuard.Due due) {
      return due.limit() == LimitKind.IDLE ? "idle" : "age";
    }
    return guard instanceof CloseGuard.Owned ? "owned" : "lapsed";
  }

  private static @Nullable String guardStatus(CloseGuard guard) {
    if (guard instanceof CloseGuard.InStatus in) {
      return in.status().wire();
    }
    return guard instanceof CloseGuard.Due due ? due.status().wire() : null;
  }

  private static @Nullable Long guardMicros(CloseGuard guard) {
    return guard instanceof CloseGuard.Due due ? micros(due.after()) : null;
  }

  private static @Nullable Long guardToken(CloseGuard guard) {
    if (guard instanceof CloseGuard.Owned owned) {
      return owned.token();
    }
    return guard instanceof CloseGuard.Lapsed lapsed ? lapsed.token() : null;
  }

  private static void putChains(Map<String, @Nullable Object> values, ChainsByType chains) {
    if (chains.isCurrent()) {
      values.put("noShape", NO_SHAPE);
      return;
    }
    putChain(values, "Live", chains.definitionFor(SessionType.LIVE));
    putChain(values, "Test", chains.definitionFor(SessionType.TEST));
    putChain(values, "Simulation", chains.definitionFor(SessionType.SIMULATION));
  }

  private static void putChain(
      Map<String, @Nullable Object> values, String type, ChainDefinition shape) {
    values.put("shape" + type, shape.digest());
    values.put("state" + type, ChainState.initial(shape).encode());
  }

  private static @Nullable String wire(@Nullable OutcomeCategory outcome) {
    return outcome == null ? null : outcome.wire();
  }

  private static @Nullable String wire(@Nullable SessionType type) {
    return type == null ? null : type.wire();
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : (Long) SqlTemplates.micros(duration);
  }
}
