package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells an intent to the statement of {@link CloseSql}. */
final class CloseBinding {
  private CloseBinding() {}

  /** What belongs to one session. */
  static Map<String, @Nullable Object> session(CloseIntent intent) {
    Map<String, @Nullable Object> values = new HashMap<>(64);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("target", intent.target().wire());
    values.put("reason", intent.endReason().reason().wire());
    values.put("reasonNever", intent.reasonIfNeverActive().reason().wire());
    values.put("outcomeEngaged", intent.endReason().outcomeIfEngaged().wire());
    values.put("outcomeOther", intent.endReason().outcomeOtherwise().wire());
    values.put("outcomeNever", intent.reasonIfNeverActive().outcomeOtherwise().wire());
    values.put("reported", intent.reportedReason());
    values.put("by", intent.triggeredBy());
    values.put("at", Rows.utc(intent.at()));
    values.put("successor", intent.successorId());
    end(values, intent.end());
    guard(values, intent.guard());
    return values;
  }

  private static void end(Map<String, @Nullable Object> values, EndTime end) {
    if (end instanceof EndTime.Reported told) {
      values.put("endKind", CloseSql.TOLD);
      values.put("told", Rows.utc(told.at()));
    } else {
      values.put("endKind", end instanceof EndTime.Now ? CloseSql.NOW : CloseSql.LAST_ACTIVITY);
    }
  }

  private static void guard(Map<String, @Nullable Object> values, CloseGuard guard) {
    int kind = CloseSql.ANY;
    if (guard instanceof CloseGuard.InStatus in) {
      kind = CloseSql.IN_STATUS;
      values.put("guardStatus", in.status().wire());
    } else if (guard instanceof CloseGuard.Due due) {
      kind = due.limit() == CloseGuard.Limit.IDLE ? CloseSql.IDLE : CloseSql.AGE;
      values.put("guardStatus", due.status().wire());
      values.put("guardMicros", Micros.of(due.after()));
    } else if (guard instanceof CloseGuard.Owned owned) {
      kind = CloseSql.OWNED;
      values.put("guardToken", owned.token());
    } else if (guard instanceof CloseGuard.Lapsed lapsed) {
      kind = CloseSql.LAPSED;
      values.put("guardToken", lapsed.token());
    }
    values.put("guard", kind);
  }

  /** What is the same for all sessions of a statement. */
  static void terms(Map<String, @Nullable Object> values, CloseDefaults terms) {
    ChainsByType plan = terms.chains();
    chain(values, "Live", plan.definitionFor(SessionType.LIVE));
    chain(values, "Test", plan.definitionFor(SessionType.TEST));
    chain(values, "Simulation", plan.definitionFor(SessionType.SIMULATION));
    RetentionPolicy fallback = terms.defaultPolicy();
    values.put("archive", fallback.archiveAfter().map(Micros::of).orElse(null));
    List<RetentionRule> rules = fallback.rules();
    for (int i = 0; i < rules.size(); i++) {
      RetentionRule rule = rules.get(i);
      values.put("outcome" + i, rule.outcome() == null ? null : rule.outcome().wire());
      values.put("channel" + i, rule.channel());
      values.put("type" + i, rule.sessionType() == null ? null : rule.sessionType().wire());
      values.put("keep" + i, rule.keep() == null ? null : (Long) Micros.of(rule.keep()));
    }
  }

  private static void chain(
      Map<String, @Nullable Object> values, String type, ChainDefinition shape) {
    values.put("shape" + type, shape.digest());
    values.put("state" + type, ChainState.initial(shape).encode());
  }
}
