package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.rules.OpenDecision;
import dev.sessionlifecycle.spi.rules.OpenRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions. Holds the stripes of the session id, the external id and the active key, so that
 * two openings never decide about one of them at once.
 */
record SessionOpener(MemoryState data, SessionCloser closer) {
  OpenResult open(OpenIntent intent) {
    Session draft = intent.draft();
    ExternalRef ref = draft.externalRef();
    ActiveKey key = OpenRules.needsActiveKey(intent) ? ActiveKey.of(draft) : null;
    long stripes = Stripes.of(draft.organizationId(), draft.id());
    stripes |= ref == null ? 0 : Stripes.of(draft.organizationId(), ref);
    stripes |= key == null ? 0 : Stripes.of(draft.organizationId(), key);
    Organization organization = data.organizationToWrite(draft.organizationId());
    return data.stripes.holding(stripes, () -> open(organization, intent, ref, key));
  }

  private OpenResult open(
      Organization organization,
      OpenIntent intent,
      @Nullable ExternalRef ref,
      @Nullable ActiveKey key) {
    Instant now = data.now();
    SessionCell known = organization.sessions.get(intent.draft().id());
    if (known == null && ref != null) {
      known = organization.byExternalRef.get(ref);
    }
    Session existing = known == null ? null : known.read();
    EarlyEnd early = ref == null ? null : organization.earlyEnds.find(ref, now);
    SessionCell holder = key == null ? null : organization.active.get(key);
    if (holder == null) {
      OpenDecision decision = OpenRules.decide(intent, existing, early, null, now);
      return carryOut(decision, organization, intent, null, now);
    }
    synchronized (holder) {
      OpenDecision decision = OpenRules.decide(intent, existing, early, holder.row, now);
      return carryOut(decision, organization, intent, holder, now);
    }
  }

  private OpenResult carryOut(
      OpenDecision decision,
      Organization organization,
      OpenIntent intent,
      @Nullable SessionCell holder,
      Instant now) {
    if (decision instanceof OpenDecision.Existing existing) {
      return existing.result();
    } else if (decision instanceof OpenDecision.InsertEnded insert) {
      return insertEnded(organization, cell(intent, now, false), insert.end());
    }
    boolean holdsKey = OpenRules.needsActiveKey(intent);
    if (decision instanceof OpenDecision.Supersede supersede && holder != null) {
      return supersede(
          organization, holder, supersede.end(), cell(supersede.intent(), now, holdsKey));
    }
    SessionCell cell = cell(intent, now, holdsKey);
    Session opened = cell.row;
    publish(organization, cell);
    return new OpenResult.Opened(opened);
  }

  /** Publishes the session under its monitor, so that readers see it only after it has ended. */
  private OpenResult insertEnded(Organization organization, SessionCell cell, CloseIntent end) {
    synchronized (cell) {
      publish(organization, cell);
      closer.close(organization, cell, end);
      return new OpenResult.AlreadyEnded(cell.row, true);
    }
  }

  /** Holds both monitors, so that reading one session and then the other shows a single change. */
  private OpenResult supersede(
      Organization organization, SessionCell holder, CloseIntent end, SessionCell cell) {
    synchronized (cell) {
      if (closer.close(organization, holder, end) instanceof CloseReply.Closed closed) {
        publish(organization, cell);
        return new OpenResult.Superseded(cell.row, closed.session());
      }
      return new OpenResult.Rejected(holder.row);
    }
  }

  private static SessionCell cell(OpenIntent intent, Instant now, boolean holdsActiveKey) {
    SessionCell cell =
        new SessionCell(
            SessionRules.opened(intent.draft(), now),
            holdsActiveKey,
            StoringRules.triggeredBy(intent.draft().storing(), intent.triggeredBy()));
    Duration checkIn = intent.firstCheckAfter();
    cell.nextCheck = checkIn == null ? null : now.plus(checkIn);
    return cell;
  }

  /**
   * Adds the session to every index under its monitor, so that readers find it in all of them or in
   * none.
   */
  private static void publish(Organization organization, SessionCell cell) {
    synchronized (cell) {
      Session row = cell.row;
      ExternalRef ref = row.externalRef();
      if (cell.holdsActiveKey) {
        organization.active.put(ActiveKey.of(row), cell);
      }
      if (ref != null) {
        organization.byExternalRef.put(ref, cell);
        organization.earlyEnds.remove(ref);
      }
      organization.listing.add(cell);
      organization.checks.add(cell, row.isEnded() ? null : cell.nextCheck);
      organization.sessions.put(row.id(), cell);
    }
  }
}
