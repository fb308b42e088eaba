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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Closes sessions on PostgreSQL, one or many per statement: {@code close_fast} where it applies,
 * else {@code close}, see {@code close.sql}. Each statement commits by itself: if a later one fails
 * and is retried, it must not treat sessions closed by an earlier one as lost.
 */
final class PostgresClose {
  /** How many organizations with a stored policy are remembered. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final String NO_SHAPE = ChainDefinition.empty().digest();

  private final Transactions transactions;
  private final SessionTable sessions;
  private final Statements own;
  private final Statements current;

  /** The forms of the statement: for chains of the process, or for those that are current. */
  private record Statements(PreparedSql close, PreparedSql fast, PreparedSql manyFast) {}

  /**
   * Organizations found to have sessions under a stored policy. Only a hint that saves a useless
   * attempt: the fast form checks for itself whether it applies.
   */
  private final Set<UUID> withStoredPolicy = ConcurrentHashMap.newKeySet();

  PostgresClose(SqlTemplates sql, Transactions transactions, SessionTable sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
    own =
        new Statements(
            sql.prepared("close"), sql.prepared("close_fast"), sql.prepared("close_fast", "many"));
    current =
        new Statements(
            sql.prepared("close", "current"),
            sql.prepared("close_fast", "current"),
            sql.prepared("close_fast", "many", "current"));
  }

  private Statements statements(CloseIntent intent) {
    return intent.defaults().chains().isCurrent() ? current : own;
  }

  CloseReply close(CloseIntent intent) {
    List<PostgresFastPath.ReturnedSession> closed =
        isFast(List.of(intent))
            ? transactions.query(
                statements(intent).fast(), fast(intent), PostgresFastPath.ReturnedSession::of)
            : transactions.single(tx -> general(tx, List.of(intent)));
    return closed.isEmpty()
        ? transactions.single(tx -> notYetClosed(tx, intent))
        : new CloseReply.Closed(current(closed.get(0)));
  }

  /** Closes distinct sessions with the same defaults, in the order of their keys. */
  List<CloseReply> closeAll(List<CloseIntent> inOrder) {
    Map<SessionKey, Session> closed = new HashMap<>();
    if (isFast(inOrder)) {
      add(closed, transactions.single(tx -> manyFast(tx, inOrder)));
    }
    List<CloseIntent> left = without(inOrder, closed);
    if (!left.isEmpty()) {
      List<PostgresFastPath.ReturnedSession> late = transactions.single(tx -> general(tx, left));
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
        replies.add(transactions.single(tx -> notYetClosed(tx, intent)));
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
    return closed.isCurrent()
        ? closed.session()
        : transactions.single(tx -> closed.current(tx, sessions));
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
  private CloseReply notYetClosed(Transaction tx, CloseIntent intent) {
    Session session = sessions.find(tx, intent.session()).orElse(null);
    if (session == null || session.isEnded()) {
      return refusal(intent, session);
    }
    List<PostgresFastPath.ReturnedSession> closed = general(tx, List.of(intent));
    if (closed.isEmpty()) {
      return refusal(intent, sessions.find(tx, intent.session()).orElse(null));
    }
    remember(intent.session().organizationId());
    return new CloseReply.Closed(closed.get(0).current(tx, sessions));
  }

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
    if (withStoredPolicy.size() >= MOST_REMEMBERED) {
      withStoredPolicy.clear();
    }
    withStoredPolicy.add(organization);
  }

  /** Whether the fast form applies, as far as the intents alone can show. */
  private boolean isFast(List<CloseIntent> intents) {
    CloseIntent first = intents.get(0);
    return first.guard() instanceof CloseGuard.Any
        && first.end() instanceof EndTime.Now
        && first.defaults().defaultPolicy().rules().stream()
            .allMatch(rule -> rule.channel() == null && rule.sessionType() == null)
        && intents.stream()
            .noneMatch(it -> withStoredPolicy.contains(it.session().organizationId()))
        && intents.stream()
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
    values.put("plainReported", plainReported(intent));
    values.put("plainBy", Anonymizer.triggeredBy(intent.triggeredBy()));
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

  private List<PostgresFastPath.ReturnedSession> manyFast(
      Transaction tx, List<CloseIntent> inOrder) {
    ArrayParameters parameters = new ArrayParameters(tx.connection());
    fast(inOrder.get(0)).forEach(parameters::add);
    parameters.add("org", "uuid", inOrder, intent -> intent.session().organizationId());
    parameters.add("id", "uuid", inOrder, intent -> intent.session().sessionId());
    return tx.query(
        statements(inOrder.get(0)).manyFast(),
        parameters.values(),
        PostgresFastPath.ReturnedSession::of);
  }

  private List<PostgresFastPath.ReturnedSession> general(
      Transaction tx, List<CloseIntent> inOrder) {
    CloseDefaults defaults = inOrder.get(0).defaults();
    List<RetentionRule> rules = defaults.defaultPolicy().rules();
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("org", "uuid", inOrder, it -> it.session().organizationId())
            .add("id", "uuid", inOrder, it -> it.session().sessionId())
            .add("status", "varchar", inOrder, it -> it.target().wire())
            .add("reason", "varchar", inOrder, it -> it.endReason().reason().wire())
            .add(
                "reasonIfNever", "varchar", inOrder, it -> it.reasonIfNeverActive().reason().wire())
            .add(
                "outcomeIfEngaged",
                "varchar",
                inOrder,
                it -> it.endReason().outcomeIfEngaged().wire())
            .add(
                "outcomeOtherwise",
                "varchar",
                inOrder,
                it -> it.endReason().outcomeOtherwise().wire())
            .add(
                "outcomeIfNever",
                "varchar",
                inOrder,
                it -> it.reasonIfNeverActive().outcomeOtherwise().wire())
            .add("reported", "text", inOrder, CloseIntent::reportedReason)
            .add("by", "varchar", inOrder, CloseIntent::triggeredBy)
            .add("plainReported", "text", inOrder, PostgresClose::plainReported)
            .add("plainBy", "varchar", inOrder, it -> Anonymizer.triggeredBy(it.triggeredBy()))
            .add("at", "timestamptz", inOrder, it -> Columns.utc(it.at()))
            .add("successor", "uuid", inOrder, CloseIntent::successorId)
            .add("end", "varchar", inOrder, it -> endKind(it.end()))
            .add("endedAt", "timestamptz", inOrder, it -> endedAt(it.end()))
            .add("guard", "varchar", inOrder, it -> guardKind(it.guard()))
            .add("guardStatus", "varchar", inOrder, it -> guardStatus(it.guard()))
            .add("guardMicros", "bigint", inOrder, it -> guardMicros(it.guard()))
            .add("guardToken", "bigint", inOrder, it -> guardToken(it.guard()))
            .add("trace", defaults.traceParent())
            .add(
                "stageAfter",
                micros(RetentionRules.firstStageAfter(defaults.defaultPolicy()).orElse(null)))
            .add("rulePlaces", "integer", IntStream.range(0, rules.size()).boxed().toList())
            .add("ruleOutcomes", "varchar", rules, it -> wire(it.outcome()))
            .add("ruleChannels", "varchar", rules, RetentionRule::channel)
            .add("ruleTypes", "varchar", rules, it -> wire(it.sessionType()))
            .add("ruleKeeps", "bigint", rules, it -> micros(it.keep()));
    putChains(parameters.values(), defaults.chains());
    return tx.query(
        statements(inOrder.get(0)).close(),
        parameters.values(),
        PostgresFastPath.ReturnedSession::of);
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
