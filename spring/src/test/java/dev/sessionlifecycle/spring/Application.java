package dev.sessionlifecycle.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts of an application: a pool, a transaction manager, and a table of its own. */
final class Application implements SessionListener, AutoCloseable {
  final HikariDataSource pool;
  final DataSourceTransactionManager manager;
  final JdbcTemplate jdbc;
  final SessionLifecycle lifecycle;
  final SpringSessions organizations;

  /** Kept, as a bean of an application would. */
  final OrganizationSessions sessions;

  /** Counted down when a step runs. */
  final CountDownLatch firstStep = new CountDownLatch(1);

  private final Queue<UUID> reported = new ConcurrentLinkedQueue<>();

  private Application(HikariDataSource pool) {
    this.pool = pool;
    manager = new DataSourceTransactionManager(pool);
    jdbc = new JdbcTemplate(pool);
    JdbcSessionStore store = JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
    jdbc.execute("CREATE TABLE invoice (session_id uuid NOT NULL)");
    lifecycle =
        SessionLifecycle.builder(store)
            .listener(this)
            .finalizeWith(FinalizeChain.first(FinalizeStep.of("check", context -> worked())))
            .build();
    organizations = SpringSessions.of(lifecycle, store, pool);
    sessions = organizations.organization(UUID.randomUUID());
  }

  /** An application whose transactions are tracked, as the starter would have it. */
  static Application on(TestDatabase database, int connections) {
    Application application = untracked(database, connections);
    application.manager.addListener(new TransactionTracker());
    return application;
  }

  /** An application that registered no tracker. */
  static Application untracked(TestDatabase database, int connections) {
    return new Application(database.pool(connections));
  }

  /** A transaction of this propagation. */
  TransactionTemplate transaction(int propagation) {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(propagation);
    return template;
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(manager);
  }

  UUID open() {
    return sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
  }

  /** Ends a session and writes a row of the application. */
  void endAndCharge(UUID id) {
    sessions.close(id, "resolved");
    jdbc.update("INSERT INTO invoice (session_id) VALUES (?)", id);
  }

  boolean isEnded(UUID id) {
    return lifecycle.organization(sessions.organizationId()).get(id).isEnded();
  }

  int count(String table) {
    Integer count = jdbc.queryForObject("SELECT COUNT(*) FROM " + table, Integer.class);
    return count == null ? 0 : count;
  }

  /** The sessions whose end was reported, in order. */
  List<UUID> reported() {
    return List.copyOf(reported);
  }

  private StepOutcome worked() {
    firstStep.countDown();
    return StepOutcome.done();
  }

  @Override
  public void ended(Session session) {
    reported.add(session.id());
  }

  @Override
  public void close() {
    lifecycle.close();
    pool.close();
  }
}
