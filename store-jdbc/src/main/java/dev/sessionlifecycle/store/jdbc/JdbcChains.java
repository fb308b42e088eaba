package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.rules.ClosedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The finalize chains in the database. */
final class JdbcChains implements ChainStore {
  private final Units units;
  private final Tables tables;

  JdbcChains(Units units, Tables tables) {
    this.units = units;
    this.tables = tables;
  }

  @Override
  public void register(ChainDefinition shape) {
    tables.shapes().register(shape);
  }

  @Override
  public Optional<ChainDefinition> shape(String digest) {
    return tables.shapes().find(digest);
  }

  @Override
  public List<ChainDefinition> shapes() {
    return tables.shapes().all();
  }

  @Override
  public List<ChainLease> claim(ClaimRequest request) {
    if (request.shapes().isEmpty()) {
      return List.of();
    }
    Claiming claiming = new Claiming(units, tables.claims(), tables.leases());
    return units.call(() -> claiming.claim(request));
  }

  @Override
  public List<SettleReply> settle(List<Settlement> settlements) {
    boolean isOneStatement = tables.claims().isOneStatement();
    SettleBatch batch = new SettleBatch(units, tables.settling(), isOneStatement);
    return units.call(() -> batch.settle(settlements));
  }

  @Override
  public Set<LeaseRef> renew(List<LeaseRef> leases, Duration lease) {
    return units.together(tx -> tables.leases().renew(tx, LockOrder.of(leases), lease));
  }

  @Override
  public void release(List<LeaseRef> leases) {
    units.together(tx -> tables.leases().release(tx, LockOrder.of(leases)));
  }

  @Override
  public Optional<ChainRecord> find(SessionKey session) {
    return units.single(tx -> tables.chains().find(tx, session));
  }

  @Override
  public List<ChainRecord> parked(UUID organizationId, @Nullable UUID after, int limit) {
    return units.single(tx -> tables.chains().parked(tx, organizationId, after, limit));
  }

  @Override
  public boolean revise(
      ChainRecord expected,
      ChainState next,
      @Nullable Duration dueIn,
      List<AttemptRecord> records) {
    return units.together(
        tx -> {
          if (!tables.chains().revise(tx, expected, next, dueIn)) {
            return false;
          }
          AttemptTable.Writing writing = tables.attempts().writing(tx);
          writing.add(expected.session(), records);
          writing.write();
          return true;
        });
  }

  @Override
  public List<AttemptRecord> attempts(SessionKey session) {
    return units.single(tx -> tables.attempts().all(tx, session));
  }

  @Override
  public Optional<AttemptRecord> lastParked(SessionKey session, String step) {
    return units.single(tx -> tables.attempts().lastParked(tx, session, step));
  }

  @Override
  public Optional<ClosedSession> session(SessionKey session) {
    return units.single(
        tx ->
            tables
                .sessions()
                .find(tx, session)
                .filter(Session::isEnded)
                .map(ended -> ClosedSessions.of(ended, tables.history().names(tx, session))));
  }

  @Override
  public Transcript transcript(SessionKey session) {
    List<TranscriptMessage> messages = new ArrayList<>();
    List<StoredMessage> stored =
        units.single(tx -> tables.messages().page(tx, session, 0, Integer.MAX_VALUE));
    for (StoredMessage message : stored) {
      messages.add(
          new TranscriptMessage(message.id(), message.role(), message.text(), message.sentAt()));
    }
    return new Transcript(messages);
  }

  @Override
  public Backlog backlog() {
    return units.single(tables.chains()::backlog);
  }
}
