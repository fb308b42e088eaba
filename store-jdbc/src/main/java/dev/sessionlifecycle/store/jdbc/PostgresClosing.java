package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ends sessions in one statement each, or many in one statement. */
final class PostgresClosing {
  private final SqlText sql;
  private final SessionTable sessions;
  private final Map<CloseForm, NamedSql> one = new ConcurrentHashMap<>();
  private final Map<CloseForm, NamedSql> many = new ConcurrentHashMap<>();
  private final StoredPolicies policies = new StoredPolicies();

  /** What was last told of terms: mostly they are the same object for every end. */
  private volatile @Nullable Told told;

  /**
   * A session that the statement has ended.
   *
   * @param isRead whether its detail was read as it is
   */
  private record Ended(Session session, boolean isRead) {
    static Ended of(ResultSet row, CloseIntent intent) throws SQLException {
      return new Ended(EndedRows.session(row, intent), EndedRows.isRead(row));
    }

    SessionKey key() {
      return new SessionKey(session.organizationId(), session.id());
    }
  }

  private record Told(CloseDefaults terms, Map<String, @Nullable Object> values) {}

  PostgresClosing(SqlText sql, SessionTable sessions) {
    this.sql = sql;
    this.sessions = sessions;
  }

  CloseReply close(Units units, CloseIntent intent) {
    boolean isQuick = !policies.mayHave(intent.session().organizationId());
    Optional<Ended> ended = units.plain(link -> Optional.ofNullable(end(link, intent, isQuick)));
    return ended.filter(Ended::isRead).isPresent()
        ? new CloseReply.Closed(ended.get().session())
        : units.single(
            tx ->
                ended.isPresent()
                    ? new CloseReply.Closed(read(tx, ended.get()))
                    : notYet(tx, intent));
  }

  /**
   * Where the first statement did not end it: says why, or ends it with the one that always can.
   */
  private CloseReply notYet(Tx tx, CloseIntent intent) {
    Session session = sessions.find(tx, intent.session()).orElse(null);
    if (session == null || session.isEnded()) {
      return lost(intent, session);
    }
    Ended ended = end(tx.link(), intent, false);
    if (ended == null) {
      return lost(intent, sessions.find(tx, intent.session()).orElse(null));
    }
    policies.has(intent.session().organizationId());
    return new CloseReply.Closed(read(tx, ended));
  }

  /** The session that was ended; read again where the statement had to wait for an update of it. */
  private Session read(Tx tx, Ended ended) {
    return ended.isRead()
        ? ended.session()
        : sessions.find(tx, ended.key()).orElse(ended.session());
  }

  private @Nullable Ended end(Link link, CloseIntent intent, boolean isQuick) {
    Map<String, @Nullable Object> values = CloseBinding.session(intent);
    values.putAll(told(intent.defaults()));
    NamedSql statement =
        one.computeIfAbsent(
            CloseForm.of(List.of(intent), isQuick), form -> CloseSql.one(sql, form));
    List<Ended> ended = statement.query(link, values, row -> Ended.of(row, intent));
    return ended.isEmpty() ? null : ended.get(0);
  }

  /**
   * Ends sessions, each once, all on the same terms, in the order of their keys. Each statement is
   * a unit of its own: one that is tried again must not take for lost what the one before has won.
   */
  List<CloseReply> closeAll(Units units, List<CloseIntent> inOrder) {
    Map<SessionKey, Session> closed = new HashMap<>();
    boolean isQuick =
        inOrder.stream().noneMatch(it -> policies.mayHave(it.session().organizationId()));
    if (isQuick) {
      closed.putAll(units.single(tx -> endAll(tx, inOrder, true)));
    }
    List<CloseIntent> left =
        inOrder.stream().filter(intent -> !closed.containsKey(intent.session())).toList();
    if (!left.isEmpty()) {
      Map<SessionKey, Session> late = units.single(tx -> endAll(tx, left, false));
      late.keySet().forEach(key -> policies.has(key.organizationId()));
      closed.putAll(late);
    }
    List<SessionKey> lost =
        inOrder.stream().map(CloseIntent::session).filter(key -> !closed.containsKey(key)).toList();
    Map<SessionKey, Session> found =
        lost.isEmpty() ? Map.of() : units.single(tx -> findAll(tx, lost));
    List<CloseReply> replies = new ArrayList<>();
    for (CloseIntent intent : inOrder) {
      Session session = closed.get(intent.session());
      replies.add(
          session != null
              ? new CloseReply.Closed(session)
              : late(units, intent, found.get(intent.session())));
    }
    return replies;
  }

  private Map<SessionKey, Session> findAll(Tx tx, List<SessionKey> keys) {
    Map<UUID, List<UUID>> ids = new LinkedHashMap<>();
    keys.forEach(
        key ->
            ids.computeIfAbsent(key.organizationId(), it -> new ArrayList<>())
                .add(key.sessionId()));
    Map<SessionKey, Session> found = new HashMap<>();
    ids.forEach(
        (organization, each) ->
            sessions
                .findAll(tx, organization, tx.array("uuid", each))
                .forEach(it -> found.put(new SessionKey(organization, it.id()), it)));
    return found;
  }

  /** The answer for one that was not ended together with the others, as it was found after that. */
  private CloseReply late(Units units, CloseIntent intent, @Nullable Session session) {
    return session != null && mustEnd(intent, session)
        ? units.single(tx -> notYet(tx, intent))
        : lost(intent, session);
  }

  private Map<SessionKey, Session> endAll(Tx tx, List<CloseIntent> inOrder, boolean isQuick) {
    CloseForm form = CloseForm.of(inOrder, isQuick);
    NamedSql statement = many.computeIfAbsent(form, it -> CloseSql.many(sql, it));
    Map<SessionKey, CloseIntent> intents = new HashMap<>();
    inOrder.forEach(intent -> intents.put(intent.session(), intent));
    Map<SessionKey, Session> closed = new HashMap<>();
    for (Ended ended :
        statement.query(
            tx,
            brought(tx, inOrder, form),
            row -> Ended.of(row, Objects.requireNonNull(intents.get(EndedRows.key(row)))))) {
      closed.put(ended.key(), read(tx, ended));
    }
    return closed;
  }

  /** The answer where the statement did not end the session: what it is now says why. */
  private static CloseReply lost(CloseIntent intent, @Nullable Session session) {
    if (session == null) {
      return new CloseReply.Missing();
    } else if (session.isEnded()) {
      return new CloseReply.AlreadyEnded(session);
    } else if (mustEnd(intent, session)) {
      throw new RaceLost(); // it was opened between the two statements
    }
    return new CloseReply.GuardFailed(session);
  }

  private static boolean mustEnd(CloseIntent intent, Session session) {
    return intent.guard() instanceof CloseGuard.Any && session.status().isLive();
  }

  private Map<String, @Nullable Object> told(CloseDefaults terms) {
    Told known = told;
    if (known == null || !known.terms().equals(terms)) {
      Map<String, @Nullable Object> values = new HashMap<>();
      CloseBinding.terms(values, terms);
      known = new Told(terms, Collections.unmodifiableMap(values));
      told = known;
    }
    return known.values();
  }

  /** What is the same for all as it is, and the rest in arrays. */
  private Map<String, @Nullable Object> brought(Tx tx, List<CloseIntent> intents, CloseForm form) {
    ArrayParameters parameters = new ArrayParameters(tx);
    told(intents.get(0).defaults()).forEach(parameters::add);
    if (form.isAlike()) {
      CloseBinding.session(intents.get(0)).forEach(parameters::add);
      parameters.add("org", "uuid", intents, intent -> intent.session().organizationId());
      parameters.add("id", "uuid", intents, intent -> intent.session().sessionId());
    } else {
      List<Map<String, @Nullable Object>> each =
          intents.stream().map(CloseBinding::session).toList();
      form.brought()
          .forEach((name, type) -> parameters.add(name, type, each, one -> one.get(name)));
    }
    return parameters.values();
  }
}
