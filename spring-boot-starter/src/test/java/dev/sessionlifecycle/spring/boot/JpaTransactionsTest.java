package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions end in transactions of JPA, together with entities. */
@Tag("long")
class JpaTransactionsTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);

  /** An entity of the application. */
  @Entity(name = "Charge")
  static class Charge {
    @Id UUID sessionId;

    Charge() {}

    Charge(UUID sessionId) {
      this.sessionId = sessionId;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EntityScan(basePackageClasses = Charge.class)
  static class Application implements SessionListener {
    final List<UUID> reported = new CopyOnWriteArrayList<>();

    @Override
    public void ended(Session session) {
      reported.add(session.id());
    }
  }

  @Test
  void sessions_end_in_transactions_of_jpa_on_h2() {
    sessionsEndInTransactionsOfJpa("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @Test
  void sessions_end_in_transactions_of_jpa_on_postgresql() {
    sessionsEndInTransactionsOfJpa(PostgresServer.shared().createDatabase().url());
  }

  private static void sessionsEndInTransactionsOfJpa(String url) {
    Contexts.withDatabase(url)
        .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withPropertyValues(
            "spring.jpa.hibernate.ddl-auto=update", "session-lifecycle.store.schema-mode=migrate")
        .run(
            context -> {
              assertThat(context).hasSingleBean(JpaTransactionManager.class);
              Host host =
                  new Host(
                      context.getBean(PlatformTransactionManager.class),
                      context.getBean(EntityManagerFactory.class),
                      context.getBean(Organizations.class).organization(ORGANIZATION),
                      context.getBean(Application.class).reported);
              host.commitsTogether();
              host.rollsBackTogether();
              host.commitsInNewTransactionAlone();
              host.refusesToWriteInReadOnlyTransaction();
            });
  }

  /** The parts of the application. */
  private record Host(
      PlatformTransactionManager manager,
      EntityManagerFactory entities,
      OrganizationSessions sessions,
      List<UUID> reported) {

    void commitsTogether() {
      UUID id = open();
      transaction(PROPAGATION_REQUIRED).executeWithoutResult(status -> charge(id));
      assertThat(sessions.get(id).isEnded()).isTrue();
      assertThat(isCharged(id)).isTrue();
      assertThat(reported).containsExactly(id);
    }

    void rollsBackTogether() {
      UUID id = open();
      transaction(PROPAGATION_REQUIRED)
          .executeWithoutResult(
              status -> {
                charge(id);
                assertThat(sessions.get(id).isEnded()).isTrue();
                status.setRollbackOnly();
              });
      assertThat(sessions.get(id).isEnded()).isFalse();
      assertThat(isCharged(id)).isFalse();
      assertThat(reported).doesNotContain(id);
    }

    void commitsInNewTransactionAlone() {
      UUID outer = open();
      UUID inner = open();
      transaction(PROPAGATION_REQUIRED)
          .executeWithoutResult(
              status -> {
                charge(outer);
                transaction(PROPAGATION_REQUIRES_NEW).executeWithoutResult(within -> charge(inner));
                status.setRollbackOnly();
              });
      assertThat(sessions.get(outer).isEnded()).isFalse();
      assertThat(sessions.get(inner).isEnded()).isTrue();
      assertThat(reported).contains(inner).doesNotContain(outer);
    }

    void refusesToWriteInReadOnlyTransaction() {
      UUID id = open();
      TransactionTemplate readOnly = transaction(PROPAGATION_REQUIRED);
      readOnly.setReadOnly(true);
      readOnly.executeWithoutResult(
          status -> {
            assertThat(sessions.get(id).isEnded()).isFalse();
            assertThatThrownBy(() -> sessions.close(id))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("@Transactional");
          });
      assertThat(sessions.get(id).isEnded()).isFalse();
    }

    private TransactionTemplate transaction(int propagation) {
      TransactionTemplate template = new TransactionTemplate(manager);
      template.setPropagationBehavior(propagation);
      return template;
    }

    private UUID open() {
      return sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    }

    private void charge(UUID id) {
      EntityManager current = EntityManagerFactoryUtils.getTransactionalEntityManager(entities);
      current.persist(new Charge(id));
      sessions.close(id, "resolved");
    }

    private boolean isCharged(UUID id) {
      try (EntityManager fresh = entities.createEntityManager()) {
        return fresh.find(Charge.class, id) != null;
      }
    }
  }
}
