package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import dev.sessionlifecycle.spi.rules.AfterCallRules;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.UpdateRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Changes one session without ending it. */
record SessionChanges(MemoryState data) implements UpdateStore {
  AppendReply append(AppendIntent intent) {
    return data.locked(
        intent.session(),
        new AppendReply.Missing(),
        cell -> {
          AppendDecision decision =
              AppendRules.judge(
                  cell.row, cell.messageBytes, cell.lastToken, intent, cell.messages, data.now());
          cell.add(decision.fresh());
          cell.row = decision.session();
          return decision.reply();
        });
  }

  TransitionReply transition(TransitionIntent intent) {
    return data.locked(
        intent.session(),
        new TransitionReply.Missing(),
        cell -> {
          Session row = cell.row;
          SessionStatus from = row.status();
          Instant now = data.now();
          TransitionReply reply = SessionRules.judge(row, intent, now);
          if (reply instanceof TransitionReply.Moved done) {
            cell.row = done.session();
            if (from != intent.to()) {
              Duration checkIn =
                  SessionRules.firstCheckAfter(row, intent.to(), intent.firstCheckAfter(), now);
              if (checkIn != null) {
                data.pullCheck(cell, now.plus(checkIn));
              }
              cell.record(HistoryEntry.Kind.MOVED, from, intent.reason(), intent.triggeredBy());
            }
          }
          return reply;
        });
  }

  EnrichReply enrich(EnrichIntent intent) {
    return data.locked(
        intent.session(),
        new EnrichReply.Missing(),
        cell -> {
          Session row = cell.row;
          boolean wasCorrected =
              cell.history(0, Integer.MAX_VALUE).stream()
                  .anyMatch(it -> it.kind() == HistoryEntry.Kind.CORRECTED);
          if (!SessionRules.mayEnrich(row, intent, wasCorrected)) {
            return new EnrichReply.NotEnrichable(row);
          }
          RetentionPolicy policy = data.policy(row, intent.defaultPolicy());
          data.restamp(cell, SessionRules.enriched(row, intent, policy), policy);
          cell.record(
              intent.kind(), row.status(), intent.endReason().reason(), intent.triggeredBy());
          cell.enrichChain(data.now());
          return new EnrichReply.Enriched(row, cell.row);
        });
  }

  @Override
  public UpdateReply update(UpdateIntent intent) {
    return data.locked(
        intent.session(),
        new UpdateReply.Missing(),
        cell -> {
          UpdateReply reply = UpdateRules.judge(cell.row, intent, data.now());
          if (reply instanceof UpdateReply.Updated done) {
            cell.row = done.session();
          }
          return reply;
        });
  }

  @Override
  public DispositionReply disposition(DispositionIntent intent) {
    return data.locked(
        intent.session(),
        new DispositionReply.Missing(),
        cell -> {
          Instant now = data.now();
          DispositionReply reply = AfterCallRules.judge(cell.row, intent, now);
          if (reply instanceof DispositionReply.Recorded done) {
            boolean isNew = cell.row.disposition() == null;
            cell.row = done.session();
            if (isNew) {
              cell.enrichChain(now);
            }
          }
          return reply;
        });
  }

  @Override
  public UsageReply addUsage(UsageIntent intent) {
    return data.locked(
        intent.session(),
        new UsageReply.Missing(),
        cell -> {
          Set<String> reports = cell.usageReports;
          String report = intent.report();
          boolean isKnown = report != null && reports != null && reports.contains(report);
          int known = reports == null ? 0 : reports.size();
          UsageReply reply = AfterCallRules.judge(cell.row, isKnown, known, intent, data.now());
          if (reply instanceof UsageReply.Added done) {
            cell.row = done.session();
            cell.rememberReport(report);
          }
          return reply;
        });
  }
}
