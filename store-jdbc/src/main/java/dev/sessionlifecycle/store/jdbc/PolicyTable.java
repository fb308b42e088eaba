package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.spi.PolicyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The retention policies with their rules, and which one is the organization's default. */
final class PolicyTable implements PolicyStore {
  private static final long FOR_EVER = -1;

  private final Units units;
  private final String insertPolicy;
  private final String lockPolicy;
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
        sql.of("INSERT INTO {retention_policy} (organization_id, id) VALUES (:org, :policy)");
    lockPolicy =
        sql.of(
            "SELECT 1 FROM {retention_policy} WHERE organization_id = :org AND id = :policy"
                + " FOR UPDATE");
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
    String columns = "SELECT r.outcome, r.channel, r.session_type, r.keep_us FROM ";
    rules =
        sql.of(
            columns
                + "{retention_rule} r WHERE r.organization_id = :org AND r.policy_id = :policy"
                + " ORDER BY r.place");
    defaultRules =
        sql.of(
            columns
                + "{retention_default} f JOIN {retention_rule} r"
                + " ON r.organization_id = f.organization_id AND r.policy_id = f.policy_id"
                + " WHERE f.organization_id = :org ORDER BY r.place");
  }

  @Override
  public void define(
      UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault) {
    units.together(
        tx -> {
          lockOrInsert(tx, organizationId, policyId);
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
            .map((row, ctx) -> rule(row))
            .list());
  }

  private Optional<RetentionPolicy> findDefault(Tx tx, UUID organizationId) {
    return policy(
        tx.query(defaultRules).bind("org", organizationId).map((row, ctx) -> rule(row)).list());
  }

  private void lockOrInsert(Tx tx, UUID organizationId, UUID policyId) {
    boolean isThere =
        tx.query(lockPolicy)
            .bind("org", organizationId)
            .bind("policy", policyId)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!isThere) {
      Tx.insertOrLose(tx.update(insertPolicy).bind("org", organizationId).bind("policy", policyId));
    }
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

  private static Optional<RetentionPolicy> policy(List<RetentionRule> rules) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    RetentionPolicy policy = RetentionPolicy.forEver();
    for (RetentionRule rule : rules) {
      policy = policy.with(rule);
    }
    return Optional.of(policy);
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
