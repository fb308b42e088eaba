package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.spi.PolicyStore;
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

/** The retention policies with their rules, and which one is the organization's default. */
final class PolicyTable implements PolicyStore {
  private static final long FOR_EVER = -1;

  private static final String ANONYMIZE = Disposal.ANONYMIZE.name().toLowerCase(Locale.ROOT);

  private final Units units;
  private final String insertPolicy;
  private final String updatePolicy;
  private final String deleteRules;
  private final String insertRule;
  private final String insertDefault;
  private final String updateDefault;
  private final String deleteDefault;
  private final String rules;
  private final String defaultRules;

  PolicyTable(SqlText sql, Units units) {
    this.units = units;
    insertPolicy =
        sql.of(
            """
            INSERT INTO {retention_policy} (organization_id, id, disposal, archive_after_us,
              purge_parked_after_us) VALUES (:org, :policy, :disposal, :archive, :parked)""");
    updatePolicy =
        sql.of(
            """
            UPDATE {retention_policy} SET disposal = :disposal, archive_after_us = :archive,
              purge_parked_after_us = :parked WHERE organization_id = :org AND id = :policy""");
    String ofPolicy = " WHERE organization_id = :org AND policy_id = :policy";
    deleteRules = sql.of("DELETE FROM {retention_rule}" + ofPolicy);
    insertRule =
        sql.of(
            """
            INSERT INTO {retention_rule} (organization_id, policy_id, place, outcome, channel,
              session_type, keep_us)
            VALUES (:org, :policy, :place, :outcome, :channel, :type, :keep)""");
    insertDefault =
        sql.of(
            "INSERT INTO {retention_default} (organization_id, policy_id) VALUES (:org, :policy)");
    updateDefault =
        sql.of("UPDATE {retention_default} SET policy_id = :policy WHERE organization_id = :org");
    deleteDefault = sql.of("DELETE FROM {retention_default}" + ofPolicy);
    String columns =
        "SELECT r.outcome, r.channel, r.session_type, r.keep_us, p.disposal, p.archive_after_us,"
            + " p.purge_parked_after_us FROM {retention_policy} p JOIN {retention_rule} r"
            + " ON r.organization_id = p.organization_id AND r.policy_id = p.id";
    rules =
        sql.of(
            columns + " WHERE p.organization_id = :org AND p.id = :policy" + " ORDER BY r.place");
    defaultRules =
        sql.of(
            columns
                + " JOIN {retention_default} f ON f.organization_id = p.organization_id"
                + " AND f.policy_id = p.id WHERE p.organization_id = :org ORDER BY r.place");
  }

  @Override
  public void define(
      UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault) {
    units.together(
        tx -> {
          updateOrInsert(tx, organizationId, policyId, policy);
          bound(tx, deleteRules, organizationId, policyId);
          insertRules(tx, organizationId, policyId, policy.rules());
          if (!isDefault) {
            bound(tx, deleteDefault, organizationId, policyId);
          } else if (bound(tx, updateDefault, organizationId, policyId) == 0) {
            Tx.insertOrLose(
                tx.update(insertDefault).bind("org", organizationId).bind("policy", policyId));
          }
          return policyId;
        });
  }

  @Override
  public Optional<RetentionPolicy> find(UUID organizationId, UUID policyId) {
    return units.single(tx -> find(tx, organizationId, policyId));
  }

  @Override
  public Optional<RetentionPolicy> findDefault(UUID organizationId) {
    return units.single(tx -> findDefault(tx, organizationId));
  }

  /** The policy that decides for a session: its own, else its organization's default. */
  Optional<RetentionPolicy> deciding(Tx tx, UUID organizationId, @Nullable UUID own) {
    return Optional.ofNullable(own)
        .flatMap(id -> find(tx, organizationId, id))
        .or(() -> findDefault(tx, organizationId));
  }

  private Optional<RetentionPolicy> find(Tx tx, UUID organizationId, UUID policyId) {
    return policy(
        tx.query(rules)
            .bind("org", organizationId)
            .bind("policy", policyId)
            .map((row, ctx) -> line(row))
            .list());
  }

  private Optional<RetentionPolicy> findDefault(Tx tx, UUID organizationId) {
    return policy(
        tx.query(defaultRules).bind("org", organizationId).map((row, ctx) -> line(row)).list());
  }

  /** Either way the policy's row is locked until all of it is written. */
  private void updateOrInsert(Tx tx, UUID organizationId, UUID policyId, RetentionPolicy policy) {
    if (options(tx.update(updatePolicy), organizationId, policyId, policy).execute() == 0) {
      Tx.insertOrLose(options(tx.update(insertPolicy), organizationId, policyId, policy));
    }
  }

  private static Update options(
      Update update, UUID organizationId, UUID policyId, RetentionPolicy policy) {
    return update
        .bind("org", organizationId)
        .bind("policy", policyId)
        .bind("disposal", policy.disposal().name().toLowerCase(Locale.ROOT))
        .bindByType("archive", policy.archiveAfter().map(Micros::of).orElse(null), Long.class)
        .bindByType("parked", policy.purgeParkedAfter().map(Micros::of).orElse(null), Long.class);
  }

  private void insertRules(Tx tx, UUID organizationId, UUID policyId, List<RetentionRule> rules) {
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
          .bind("keep", keep == null ? FOR_EVER : Micros.of(keep))
          .add();
    }
    batch.execute();
  }

  private static int bound(Tx tx, String sql, UUID organizationId, UUID policyId) {
    return tx.update(sql).bind("org", organizationId).bind("policy", policyId).execute();
  }

  /** A rule of a policy, with the options of the policy. */
  private record Line(
      RetentionRule rule, String disposal, @Nullable Long archive, @Nullable Long parked) {}

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
      policy = policy.archiveAfter(Micros.toDuration(options.archive()));
    }
    if (options.parked() != null) {
      policy = policy.purgeParkedAfter(Micros.toDuration(options.parked()));
    }
    return Optional.of(policy);
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        rule(row), row.getString(5), row.getObject(6, Long.class), row.getObject(7, Long.class));
  }

  private static RetentionRule rule(ResultSet row) throws SQLException {
    String outcome = row.getString(1);
    String type = row.getString(3);
    long keep = row.getLong(4);
    return new RetentionRule(
        outcome == null ? null : OutcomeCategory.fromWire(outcome),
        row.getString(2),
        type == null ? null : SessionType.fromWire(type).orElse(SessionType.LIVE),
        keep == FOR_EVER ? null : Micros.toDuration(keep));
  }
}
