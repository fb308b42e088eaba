package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTerms;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ends sessions in one statement each, or many in one statement. */
final class PostgresClosing {
  private final SqlText sql;
  private final SessionTable sessions;
  private final Map<Integer, NamedSql> one = new ConcurrentHashMap<>();
  private final Map<Integer, NamedSql> many = new ConcurrentHashMap<>();

  /** What was last told of terms: mostly they are the same object for every end. */
  private volatile @Nullable Told told;

  private record Told(EndTerms terms, Map<String, @Nullable Object> values) {}

  PostgresClosing(SqlText sql, SessionTable sessions) {
    this.sql = sql;
    this.sessions = sessions;
  }

  CloseReply close(Tx tx, CloseIntent intent) {
    Map<String, @Nullable Object> values = CloseBinding.session(intent);
    values.putAll(told(intent.terms()));
    NamedSql statement =
        one.computeIfAbsent(rules(intent.terms()), count -> CloseSql.one(sql, count));
    List<Session> closed = statement.query(tx, values, Rows::session);
    return closed.isEmpty()
        ? lost(intent, sessions.find(tx, intent.session()).orElse(null))
        : new CloseReply.Closed(closed.get(0));
  }

  /** Ends sessions, each once, all on the same terms, in the order of their keys. */
  List<CloseReply> closeAll(Tx tx, List<CloseIntent> inOrder) {
    EndTerms terms = inOrder.get(0).terms();
    NamedSql statement = many.computeIfAbsent(rules(terms), count -> CloseSql.many(sql, count));
    Map<SessionKey, Session> closed = new HashMap<>();
    for (Session session : statement.query(tx, arrays(tx, inOrder, terms), Rows::session)) {
      closed.put(new SessionKey(session.organizationId(), session.id()), session);
    }
    List<CloseReply> replies = new ArrayList<>();
    for (CloseIntent intent : inOrder) {
      Session session = closed.get(intent.session());
      replies.add(
          session != null
              ? new CloseReply.Closed(session)
              : lost(intent, sessions.find(tx, intent.session()).orElse(null)));
    }
    return replies;
  }

  /** The answer where the statement did not end the session: what it is now says why. */
  private static CloseReply lost(CloseIntent intent, @Nullable Session session) {
    if (session == null) {
      return new CloseReply.Missing();
    } else if (session.isEnded()) {
      return new CloseReply.AlreadyEnded(session);
    } else if (intent.guard() instanceof CloseGuard.Any && session.status().isLive()) {
      throw new RaceLost(); // it was opened between the two statements
    }
    return new CloseReply.NotMet(session);
  }

  private static int rules(EndTerms terms) {
    return terms.fallback().rules().size();
  }

  private Map<String, @Nullable Object> told(EndTerms terms) {
    Told known = told;
    if (known == null || !known.terms().equals(terms)) {
      Map<String, @Nullable Object> values = new HashMap<>();
      CloseBinding.terms(values, terms);
      known = new Told(terms, Collections.unmodifiableMap(values));
      told = known;
    }
    return known.values();
  }

  private Map<String, @Nullable Object> arrays(Tx tx, List<CloseIntent> intents, EndTerms terms) {
    List<Map<String, @Nullable Object>> each = intents.stream().map(CloseBinding::session).toList();
    ArrayParameters parameters = new ArrayParameters(tx);
    told(terms).forEach(parameters::add);
    CloseSql.PER_SESSION.forEach(
        (name, type) -> parameters.add(name, type, each, one -> one.get(name)));
    return parameters.values();
  }
}
