package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.rules.EndRules;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends sessions; all ways of ending one use this class. */
record SessionCloser(MemoryState data) {
  CloseReply close(CloseIntent intent) {
    Organization organization = data.organization(intent.session().organizationId()).orElse(null);
    SessionCell cell =
        organization == null ? null : organization.sessions.get(intent.session().sessionId());
    return organization == null || cell == null
        ? new CloseReply.Missing()
        : close(organization, cell, intent);
  }

  /**
   * Holds the stripe of the external id, so that a concurrent opening either finds the end or is
   * found by it.
   */
  CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    UUID organizationId = intent.session().organizationId();
    Organization organization = data.organizationToWrite(organizationId);
    return data.stripes.holding(
        Stripes.of(organizationId, ref),
        () -> {
          SessionCell cell = organization.byExternalRef.get(ref);
          if (cell == null) {
            organization.earlyEnds.keep(ref, EarlyEnd.of(intent), data.now());
            return new CloseReply.Kept();
          }
          return close(organization, cell, intent);
        });
  }

  /**
   * Closes the session unless the intent's guard or its status prevents it. The caller may already
   * hold its monitor.
   */
  CloseReply close(Organization organization, SessionCell cell, CloseIntent asked) {
    CloseIntent intent = asked.withCurrentChains(data.shapes::current);
    synchronized (cell) {
      Session row = cell.row;
      Instant now = data.now();
      OwnerLease lease = cell.lease != null && cell.lease.isHeld(now) ? cell.lease : null;
      if (row.isEnded()) {
        return new CloseReply.AlreadyEnded(row);
      }
      Long heldToken = lease == null ? null : lease.token();
      Long lapsedToken = lease == null && cell.lease != null ? cell.lease.token() : null;
      if (!row.status().isLive()
          || !EndRules.isMet(intent.guard(), row, now, heldToken, lapsedToken)) {
        return new CloseReply.GuardFailed(row);
      }
      cell.write(intent.buffer(), intent.at(), now);
      RetentionPolicy policy =
          organization.policies.resolve(row.retentionPolicyId(), intent.defaults().defaultPolicy());
      Session ended = EndRules.stamp(cell.row, intent, policy, now);
      cell.row = ended;
      scheduleDisposal(organization, cell, policy, now);
      cell.record(HistoryEntry.Kind.ENDED, row.status(), ended.reason(), intent.triggeredBy());
      createChain(organization, cell, intent, lease, now);
      if (cell.holdsActiveKey) {
        // last, so that a session opened in its place without waiting for the monitor finds this
        // chain due
        organization.active.remove(ActiveKey.of(ended), cell);
      }
      return new CloseReply.Closed(ended);
    }
  }

  /**
   * Leaves the entry of the live session in the index; it is removed when it comes due or when the
   * session is deleted.
   */
  private static void scheduleDisposal(
      Organization organization, SessionCell cell, RetentionPolicy policy, Instant now) {
    Session ended = cell.row;
    cell.staleCheck = cell.nextCheck;
    cell.nextCheck =
        RetentionRules.firstStageAfter(policy).isEmpty()
            ? ended.retentionExpiresAt()
            : RetentionRules.firstCheckAfter(policy, ended).map(now::plus).orElse(null);
    organization.disposals.add(cell, cell.nextCheck);
  }

  private void createChain(
      Organization organization,
      SessionCell cell,
      CloseIntent intent,
      @Nullable OwnerLease lease,
      Instant now) {
    Instant dueAt = now;
    if (intent.guard() instanceof CloseGuard.Owned) {
      cell.lease = null;
    } else if (lease != null && lease.buffering()) {
      dueAt = lease.expiresAt();
    }
    StoredChainDefinitions.Known shape =
        data.shapes.of(intent.defaults().chains().definitionFor(cell.row.sessionType()));
    StoredChain chain =
        new StoredChain(
            cell, organization.chains, shape, intent.defaults().traceParent(), dueAt, now);
    cell.chain = chain;
    if (chain.dueAt() != null) {
      organization.chains.add(chain);
    }
  }
}
