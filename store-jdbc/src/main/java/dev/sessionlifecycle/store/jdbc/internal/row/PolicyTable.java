package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The retention policies with their rules, and the default policy of each organization. */
public final class PolicyTable implements PolicyStore {
  private static final long FOREVER = -1;

  private static final String ANONYMIZE = Disposal.ANONYMIZE.name().toLowerCase(Locale.ROOT);

  private final SqlTemplates sql;
  private final Transactions transactions;
  private final String insertPolicy;
  private final String updatePolicy;
  private final String insertRule;
  private final String deleteRules;
  private final String insertDefault;
  private final String updateDefault;
  private final String deleteDefault;
  private final String findPolicy;
  private final String findDefault;

  public PolicyTable(SqlTemplates sql, Transactions transactions) {
    this.sql = sql;
    this.transactions = transactions;
    insertPolicy = sql.get("insert_policy");
    updatePolicy = sql.get("update_policy");
    insertRule = sql.get("insert_rule");
    deleteRules = sql.get("delete_rules");
    insertDefault = sql.get("insert_default_policy");
    updateDefault = sql.get("update_default_policy");
    deleteDefault = sql.get("delete_default_policy");
    findPolicy = sql.get("find_policy");
    findDefault = sql.get("find_default_policy");
  }

  @Override
  public void define(
      UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault) {
    if (policy.anonymizeAfter().isPresent()) {
      sql.requireVersion(2, "RetentionPolicy.anonymizeAfter");
    }
    transactions.together(
        tx -> {
          updateOrInsert(tx, organizationId, policyId, policy);
          update(tx, deleteRules, organizationId, policyId);
          insertRules(tx, organizationId, policyId, policy.rules());
          if (!isDefault) {
            update(tx, deleteDefault, organizationId, policyId);
          } else if (update(tx, updateDefault, organizationId, policyId) == 0) {
            Transaction.insertOrLose(
                tx.update(insertDefault).bind("org", organizationId).bind("policy", policyId));
          }
          return policyId;
        });
  }

  @Override
  public Optional<RetentionPolicy> find(UUID organizationId, UUID policyId) {
    return transactions.single(tx -> find(tx, organizationId, policyId));
  }

  @Override
  public Optional<RetentionPolicy> findDefault(UUID organizationId) {
    return transactions.single(tx -> findDefault(tx, organizationId));
  }

  /**
   * Returns the policy that applies to a session: its own, else its organization's default, else
   * the fallback.
   */
  public RetentionPolicy deciding(Transaction tx, Session session, RetentionPolicy fallback) {
    UUID organizationId = session.organizationId();
    return Optional.ofNullable(session.retentionPolicyId())
        .flatMap(id -> find(tx, organizationId, id))
        .or(() -> findDefault(tx, organizationId))
        .orElse(fallback);
  }

  /** Returns the policy that applies to a locked session, and reads it only if there is one. */
  public RetentionPolicy deciding(Transaction tx, LockedSession row, RetentionPolicy fallback) {
    return row.session().retentionPolicyId() == null && !row.hasDefaultPolicy()
        ? fallback
        : deciding(tx, row.session(), fallback);
  }

  private Optional<RetentionPolicy> find(Transaction tx, UUID organizationId, UUID policyId) {
    return policy(
        tx.query(findPolicy)
            .bind("org", organizationId)
            .bind("policy", policyId)
            .map((row, ctx) -> line(row))
            .list());
  }

  private Optional<RetentionPolicy> findDefault(Transaction tx, UUID organizationId) {
    return policy(
        tx.query(findDefault).bind("org", organizationId).map((row, ctx) -> line(row)).list());
  }

  /** Locks the policy's row, by update or insert, until the whole policy is written. */
  private void updateOrInsert(
      Transaction tx, UUID organizationId, UUID policyId, RetentionPolicy policy) {
    if (options(tx.update(updatePolicy), organizationId, policyId, policy).execute() == 0) {
      Transaction.insertOrLose(options(tx.update(insertPolicy), organizationId, policyId, policy));
    }
  }

  private static Update options(
      Update update, UUID organizationId, UUID policyId, RetentionPolicy policy) {
    return update
        .bind("org", organizationId)
        .bind("policy", policyId)
        .bind("disposal", policy.disposal().name().toLowerCase(Locale.ROOT))
        .bindByType(
            "archive", policy.archiveAfter().map(SqlTemplates::micros).orElse(null), Long.class)
        .bindByType(
            "anonymize", policy.anonymizeAfter().map(SqlTemplates::micros).orElse(null), Long.class)
        .bindByType(
            "parked", policy.purgeParkedAfter().map(SqlTemplates::micros).orElse(null), Long.class);
  }

  private void insertRules(
      Transaction tx, UUID organizationId, UUID policyId, List<RetentionRule> rules) {
    PreparedBatch batch = tx.batch(insertRule);
    for (int place = 0; place < rules.size(); place++) {
      RetentionRule rule = rules.get(place);
      Duration keep = rule.keep();
      batch
          .bind("org", organizationId)
          .bind("policy", policyId)
          .bind("place", place)
          .bind("outcome", rule.outcome() == null ? null : rule.outcome().wire())
          .bind("channel", rule.channel())
          .bind("type", rule.sessionType() == null ? null : rule.sessionType().wire())
          .bind("keep", keep == null ? FOREVER : SqlTemplates.micros(keep))
          .add();
    }
    batch.execute();
  }

  private static int update(Transaction tx, String sql, UUID organizationId, UUID policyId) {
    return tx.update(sql).bind("org", organizationId).bind("policy", policyId).execute();
  }

  /** A rule with the options of its policy. */
  private record Line(
      RetentionRule rule,
      String disposal,
      @Nullable Long archive,
      @Nullable Long parked,
      @Nullable Long anonymize) {}

  private static Optional<RetentionPolicy> policy(List<Line> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    RetentionPolicy policy = RetentionPolicy.forEver();
    for (Line line : lines) {
      policy = policy.with(line.rule());
    }
    Line options = lines.get(0);
    if (options.disposal().equals(ANONYMIZE)) {
      policy = policy.thenAnonymize();
    }
    if (options.archive() != null) {
      policy = policy.withArchiveAfter(SqlTemplates.duration(options.archive()));
    }
    if (options.anonymize() != null) {
      policy = policy.withAnonymizeAfter(SqlTemplates.duration(options.anonymize()));
    }
    if (options.parked() != null) {
      policy = policy.withPurgeParkedAfter(SqlTemplates.duration(options.parked()));
    }
    return Optional.of(policy);
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        rule(row),
        row.getString(5),
        row.getObject(6, Long.class),
        row.getObject(7, Long.class),
        row.getObject(8, Long.class));
  }

  private static RetentionRule rule(ResultSet row) throws SQLException {
    String outcome = row.getString(1);
    String type = row.getString(3);
    long keep = row.getLong(4);
    return new RetentionRule(
        outcome == null ? null : OutcomeCategory.fromWire(outcome),
        row.getString(2),
        type == null ? null : SessionType.fromWire(type).orElse(SessionType.LIVE),
        keep == FOREVER ? null : SqlTemplates.duration(keep));
  }
}
