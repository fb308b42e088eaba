package dev.sessionlifecycle.examples.spring;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.session.CloseResult;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Charges for calls: a call ends and is charged in one transaction, or neither. */
@Service
class Billing {
  private final OrganizationSessions calls;
  private final JdbcTemplate jdbc;

  Billing(Organizations organizations, JdbcTemplate jdbc) {
    this.calls = organizations.organization(CallController.TENANT);
    this.jdbc = jdbc;
  }

  @Transactional
  CloseResult end(UUID call, String reason) {
    CloseResult result = calls.close(call, reason);
    if (result.isWinner()) {
      jdbc.update("INSERT INTO charge (call_id, reason) VALUES (?, ?)", call, reason);
    }
    return result;
  }

  @Transactional(readOnly = true)
  int charges(UUID call) {
    Integer count =
        jdbc.queryForObject("SELECT COUNT(*) FROM charge WHERE call_id = ?", Integer.class, call);
    return count == null ? 0 : count;
  }
}
