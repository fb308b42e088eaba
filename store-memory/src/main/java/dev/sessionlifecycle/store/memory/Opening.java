package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.OpenPolicy;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions: under the stripes of the session id, of the external id and of the active key, so
 * that each of them is decided on once.
 */
final class Opening {

  private final Data data;
  private final Ending ending;

  Opening(Data data, Ending ending) {
    this.data = data;
    this.ending = ending;
  }

  OpenResult open(OpenIntent intent) {
    Session draft = intent.draft();
    ExternalRef ref = draft.externalRef();
    ActiveKey key = intent.policy() == OpenPolicy.ALWAYS_NEW ? null : ActiveKey.of(draft);
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
    if (known != null) {
      Session row = known.read();
      return row.isEnded() ? new OpenResult.EndedEarly(row) : new OpenResult.Reused(row);
    }
    EarlyEnd end = ref == null ? null : organization.earlyEnds.find(ref, now);
    if (end != null) {
      return openEnded(organization, intent, end, now);
    }
    SessionCell holder = key == null ? null : organization.active.get(key);
    return holder == null
        ? openNew(organization, intent, now)
        : openBeside(organization, intent, holder, now);
  }

  private OpenResult openNew(Organization organization, OpenIntent intent, Instant now) {
    SessionCell cell = cell(intent, now, intent.policy() != OpenPolicy.ALWAYS_NEW);
    Session opened = cell.row;
    publish(organization, cell);
    return new OpenResult.Opened(opened);
  }

  /** The session is published under its monitor, so that nobody sees it before it has ended. */
  private OpenResult openEnded(
      Organization organization, OpenIntent intent, EarlyEnd end, Instant now) {
    SessionCell cell = cell(intent, now, false);
    Session draft = intent.draft();
    SessionKey key = new SessionKey(draft.organizationId(), draft.id());
    synchronized (cell) {
      publish(organization, cell);
      ending.close(organization, cell, end.toIntent(key, draft.createdAt(), intent.terms()));
      return new OpenResult.EndedEarly(cell.row);
    }
  }

  /** Another session holds the active key, or did when it was looked up. */
  private OpenResult openBeside(
      Organization organization, OpenIntent intent, SessionCell holder, Instant now) {
    synchronized (holder) {
      Session live = holder.row;
      CloseIntent displaced = intent.displaced();
      if (live.isEnded()) {
        return openNew(organization, intent, now);
      } else if (displaced == null || !live.status().isLive()) {
        return intent.policy() == OpenPolicy.REUSE
            ? new OpenResult.Reused(live)
            : new OpenResult.Rejected(live);
      }
      return supersede(organization, intent, holder, displaced, now);
    }
  }

  /** Under the monitors of both, so that whoever reads one and then the other sees one change. */
  private OpenResult supersede(
      Organization organization,
      OpenIntent intent,
      SessionCell holder,
      CloseIntent displaced,
      Instant now) {
    SessionCell cell = cell(intent, now, true);
    SessionKey old = new SessionKey(holder.row.organizationId(), holder.row.id());
    synchronized (cell) {
      CloseReply reply =
          ending.close(organization, holder, displaced.forSession(old, cell.row.id()));
      if (!(reply instanceof CloseReply.Closed closed)) {
        return new OpenResult.Rejected(holder.row);
      }
      publish(organization, cell);
      return new OpenResult.Superseded(cell.row, closed.session());
    }
  }

  private static SessionCell cell(OpenIntent intent, Instant now, boolean holdsActiveKey) {
    SessionCell cell =
        new SessionCell(
            RowStamps.opened(intent.draft(), now), holdsActiveKey, intent.triggeredBy());
    Duration checkIn = intent.checkIn();
    cell.lookAt = checkIn == null ? null : now.plus(checkIn);
    return cell;
  }

  /** Under the session's monitor: who finds it one way also finds it every other way. */
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
      organization.checks.add(cell, row.isEnded() ? null : cell.lookAt);
      organization.sessions.put(row.id(), cell);
    }
  }
}
