package dev.sessionlifecycle.store.jdbc.internal.postgres;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.AppendMessages;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.FastPath;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionRows;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.ArrayParameters;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens, appends, moves and closes on PostgreSQL, each in one statement. */
public final class PostgresFastPath implements FastPath {
  /** The statuses whose first time is stamped. */
  private static final Set<SessionStatus> STAMPED =
      EnumSet.of(SessionStatus.RINGING, SessionStatus.ACTIVE, SessionStatus.TRANSFERRED);

  /** One is written while the next is gathered; {@code benchmarks/run combine} compares others. */
  private static final int COMBINED_STATEMENTS = 2;

  private final Transactions transactions;
  private final SessionTable sessions;
  private final PreparedSql open;
  private final PreparedSql append;
  private final PreparedSql appendMany;
  private final PreparedSql moveMany;
  private final Map<SessionStatus, PreparedSql> moves = new EnumMap<>(SessionStatus.class);
  private final PostgresClose closing;

  public PostgresFastPath(SqlTemplates sql, Transactions transactions, SessionTable sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.open = sql.prepared("open_fast");
    this.append = sql.prepared("append_fast");
    this.appendMany = sql.prepared("append_many");
    this.moveMany = sql.prepared("move_many");
    for (SessionStatus to : SessionStatus.live()) {
      String move = sql.get("move_fast", blocks(to));
      moves.put(to, sql.parsed(SqlTemplates.statuses(move, Transitions.sourcesOf(to))));
    }
    this.closing = new PostgresClose(sql, transactions, sessions);
  }

  private static Set<String> blocks(SessionStatus to) {
    return STAMPED.contains(to) ? Set.of(to.wire()) : Set.of();
  }

  @Override
  public Optional<OpenResult> open(OpenIntent intent) {
    Session draft = intent.draft();
    if (intent.policy() != OpenPolicy.ALWAYS_NEW || draft.externalRef() != null) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> values = new HashMap<>(64);
    values.put("org", draft.organizationId());
    values.put("id", draft.id());
    values.put("user", draft.endUserId());
    values.put("channel", draft.channel());
    values.put("channelKey", Channels.normalized(draft.channel()));
    values.put("type", draft.sessionType().wire());
    values.put("status", draft.statusText());
    values.put("priority", draft.priority().wire());
    values.put("origin", draft.origin() == null ? null : draft.origin().wire());
    values.put("agent", draft.assignedAgentId());
    values.put("policy", draft.retentionPolicyId());
    values.put("previous", draft.previousSessionId());
    values.put("month", Columns.month(draft.createdAt()));
    values.put("createdAt", Columns.utc(draft.createdAt()));
    values.put("startedAt", Columns.utc(draft.startedAt()));
    values.put("updatedAt", Columns.utc(draft.updatedAt()));
    values.put("firstCheckAfter", micros(intent.firstCheckAfter()));
    values.put("subject", draft.subject());
    values.put("metadata", JsonColumn.write(draft.metadata()));
    values.put("variables", JsonColumn.write(draft.contextVariables()));
    values.put("by", StoringRules.triggeredBy(draft.storing(), intent.triggeredBy()));
    values.put("storing", sessions.storing(draft));
    return transactions
        .query(open, values, row -> SessionRules.opened(draft, Columns.time(row, 1)))
        .stream()
        .findFirst()
        .map(OpenResult.Opened::new);
  }

  /** Appends a single new message that fits; all other cases are left to {@link AppendMessages}. */
  @Override
  public Optional<AppendReply> append(AppendIntent intent) {
    if (intent.messages().size() != 1) {
      return Optional.empty();
    }
    Message message = intent.messages().get(0);
    Map<String, @Nullable Object> values = new HashMap<>(32);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("at", Columns.utc(intent.at()));
    values.put("message", message.id());
    values.put("role", message.role().wire());
    values.put("fromUser", message.role() == MessageRole.USER ? 1 : 0);
    values.put("body", message.text());
    values.put("sentAt", Columns.utc(message.sentAt()));
    values.put("turn", message.turnId());
    values.put("owner", intent.ownerToken());
    values.put("mostMessages", intent.bounds().messages());
    values.put("mostBytes", intent.bounds().bytes());
    try {
      return transactions.query(append, values, row -> stored(message, row.getInt(1))).stream()
          .findFirst()
          .map(one -> new AppendReply.Appended(List.of(one)));
    } catch (StoreException e) {
      if (SqlErrors.isDuplicate(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<List<Optional<AppendReply>>> tryAppendAll(List<AppendIntent> intents) {
    List<AppendIntent> single = intents.stream().filter(it -> it.messages().size() == 1).toList();
    Map<SessionKey, Integer> sequences = new HashMap<>();
    if (!single.isEmpty()) {
      transactions
          .single(tx -> tx.query(appendMany, appends(tx, single), PostgresFastPath::appended))
          .forEach(it -> sequences.put(it.session(), it.sequence()));
    }
    return Optional.of(
        intents.stream()
            .map(
                it ->
                    Optional.ofNullable(sequences.get(it.session()))
                        .<AppendReply>map(
                            sequence ->
                                new AppendReply.Appended(
                                    List.of(stored(it.messages().get(0), sequence)))))
            .toList());
  }

  private record Appended(SessionKey session, int sequence) {}

  private static Appended appended(ResultSet row) throws SQLException {
    return new Appended(new SessionKey(Columns.id(row, 1), Columns.id(row, 2)), row.getInt(3));
  }

  private static Map<String, @Nullable Object> appends(Transaction tx, List<AppendIntent> intents) {
    List<Message> messages = intents.stream().map(it -> it.messages().get(0)).toList();
    return new ArrayParameters(tx.connection())
        .add("org", "uuid", intents, it -> it.session().organizationId())
        .add("id", "uuid", intents, it -> it.session().sessionId())
        .add("at", "timestamptz", intents, it -> Columns.utc(it.at()))
        .add("message", "uuid", messages, Message::id)
        .add("role", "varchar", messages, it -> it.role().wire())
        .add("fromUser", "integer", messages, it -> it.role() == MessageRole.USER ? 1 : 0)
        .add("body", "text", messages, Message::text)
        .add("sentAt", "timestamptz", messages, it -> Columns.utc(it.sentAt()))
        .add("turn", "uuid", messages, Message::turnId)
        .add("owner", "bigint", intents, AppendIntent::ownerToken)
        .add("mostMessages", "integer", intents, it -> it.bounds().messages())
        .add("mostBytes", "bigint", intents, it -> it.bounds().bytes())
        .add("newIds", "boolean", intents, AppendIntent::hasNewIds)
        .values();
  }

  private static StoredMessage stored(Message message, int sequence) {
    return new StoredMessage(
        Objects.requireNonNull(message.id(), "id"),
        sequence,
        message.role(),
        message.text(),
        Objects.requireNonNull(message.sentAt(), "sentAt"),
        message.turnId());
  }

  @Override
  public Optional<TransitionReply> transition(TransitionIntent intent) {
    PreparedSql move = moves.get(intent.to());
    if (move == null) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> values = new HashMap<>(16);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("to", intent.to().wire());
    values.put("at", Columns.utc(intent.at()));
    values.put("by", intent.triggeredBy());
    values.put("reason", intent.reason() == null ? null : intent.reason().wire());
    values.put("firstCheckAfter", micros(intent.firstCheckAfter()));
    return transactions.single(tx -> tx.query(move, values, MovedSession::of)).stream()
        .findFirst()
        .map(this::moved);
  }

  @Override
  public Optional<List<Optional<TransitionReply>>> tryTransitionAll(
      List<TransitionIntent> intents) {
    Map<SessionKey, TransitionReply> moved = new HashMap<>();
    transactions
        .single(tx -> tx.query(moveMany, moves(tx, intents), MovedSession::of))
        .forEach(it -> moved.put(it.moved().key(), moved(it)));
    return Optional.of(
        intents.stream().map(it -> Optional.ofNullable(moved.get(it.session()))).toList());
  }

  private TransitionReply moved(MovedSession it) {
    return new TransitionReply.Moved(it.from(), it.moved().current(transactions, sessions));
  }

  private static Map<String, @Nullable Object> moves(
      Transaction tx, List<TransitionIntent> intents) {
    return new ArrayParameters(tx.connection())
        .add("org", "uuid", intents, it -> it.session().organizationId())
        .add("id", "uuid", intents, it -> it.session().sessionId())
        .add("to", "varchar", intents, it -> it.to().wire())
        .add("sources", "text", intents, it -> sources(it.to()))
        .add("at", "timestamptz", intents, it -> Columns.utc(it.at()))
        .add("by", "varchar", intents, TransitionIntent::triggeredBy)
        .add("reason", "varchar", intents, it -> it.reason() == null ? null : it.reason().wire())
        .add("firstCheckAfter", "bigint", intents, it -> micros(it.firstCheckAfter()))
        .values();
  }

  private static String sources(SessionStatus to) {
    return Transitions.sourcesOf(to).stream()
        .map(SessionStatus::wire)
        .collect(Collectors.joining(","));
  }

  /** A session that a statement has moved, with the status that it had. */
  private record MovedSession(SessionStatus from, ReturnedSession moved) {
    static MovedSession of(ResultSet row) throws SQLException {
      return new MovedSession(
          SessionStatus.fromWire(row.getString(SessionRows.COUNT + 2)), ReturnedSession.of(row));
    }
  }

  @Override
  public Optional<CloseReply> close(CloseIntent intent) {
    return intent.buffer().isEmpty() ? Optional.of(closing.close(intent)) : Optional.empty();
  }

  @Override
  public Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder) {
    return inOrder.stream().allMatch(intent -> intent.buffer().isEmpty())
        ? Optional.of(closing.closeAll(inOrder))
        : Optional.empty();
  }

  @Override
  public Optional<List<Optional<CloseReply>>> tryCloseAll(List<CloseIntent> intents) {
    return Optional.of(closing.tryCloseAll(intents));
  }

  @Override
  public int combinedStatements() {
    return COMBINED_STATEMENTS;
  }

  private static @Nullable Long micros(@Nullable Duration duration) {
    return duration == null ? null : (Long) SqlTemplates.micros(duration);
  }

  /**
   * A session that a statement has updated and returned together with its detail. If the statement
   * had to wait for the row, it returns the current row but the detail as it was before the wait.
   *
   * @param isCurrent whether the detail certainly belongs to the returned row
   */
  record ReturnedSession(Session session, boolean isCurrent) {

    /** Reads a row that has the columns of a session followed by the version of the detail. */
    static ReturnedSession of(ResultSet row) throws SQLException {
      Session session = SessionRows.session(row);
      return new ReturnedSession(session, row.getLong(SessionRows.COUNT + 1) == session.version());
    }

    SessionKey key() {
      return SessionKey.of(session);
    }

    /**
     * Returns the session with its current detail, reading it again if needed: never in the work
     * that has updated it, which is committed and would be repeated if the reading failed. Where it
     * cannot be read, what the update returned has to do: the caller must not take it for undone.
     */
    Session current(Transactions transactions, SessionTable sessions) {
      if (isCurrent) {
        return session;
      }
      try {
        return transactions.single(tx -> sessions.find(tx, key())).orElse(session);
      } catch (StoreException e) {
        return session;
      }
    }
  }
}
