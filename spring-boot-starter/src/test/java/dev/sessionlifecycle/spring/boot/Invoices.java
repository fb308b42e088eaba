package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import java.io.FileNotFoundException;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A service of an application, which ends sessions with rows of its own. */
class Invoices {
  private final OrganizationSessions sessions;
  private final JdbcTemplate jdbc;

  Invoices(Organizations organizations, JdbcTemplate jdbc) {
    this.sessions = organizations.organization(new UUID(0, 1));
    this.jdbc = jdbc;
    jdbc.execute("CREATE TABLE IF NOT EXISTS invoice (session_id uuid NOT NULL)");
  }

  /** Adds the service to an application. */
  @Configuration(proxyBeanMethods = false)
  static class Application {
    @Bean
    Invoices invoices(Organizations organizations, JdbcTemplate jdbc) {
      return new Invoices(organizations, jdbc);
    }
  }

  UUID open() {
    return sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
  }

  boolean isEnded(UUID id) {
    return sessions.get(id).isEnded();
  }

  int count() {
    Integer count = jdbc.queryForObject("SELECT COUNT(*) FROM invoice", Integer.class);
    return count == null ? 0 : count;
  }

  @Transactional
  void charge(UUID id) {
    sessions.close(id, "resolved");
    jdbc.update("INSERT INTO invoice (session_id) VALUES (?)", id);
  }

  @Transactional
  void chargeAndFail(UUID id) {
    charge(id);
    throw new IllegalStateException("changed its mind");
  }

  @Transactional(noRollbackFor = IllegalStateException.class)
  void chargeThoughItFails(UUID id) {
    charge(id);
    throw new IllegalStateException("does not matter");
  }

  @Transactional
  void chargeThoughAFileIsMissing(UUID id) throws FileNotFoundException {
    charge(id);
    throw new FileNotFoundException("checked exceptions commit");
  }

  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  void endOnly(UUID id) {
    sessions.close(id, "resolved");
  }

  @Transactional(readOnly = true)
  void report(UUID id) {
    sessions.close(id, "resolved");
  }
}
