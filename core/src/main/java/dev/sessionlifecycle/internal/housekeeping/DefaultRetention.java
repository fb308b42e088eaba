package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.errors.ArchivedSessionTooLargeException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.internal.document.DocumentSink;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.ExportReport;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The retention operations of one organization. */
public final class DefaultRetention implements OrganizationRetention {
  private static final int MOST_COUNTED = 100_000;

  private final UUID organizationId;
  private final SessionStore store;
  private final LifecycleContext wiring;
  private final @Nullable SessionArchive archive;
  private final HousekeepingConfig keeping;

  /** On this store. */
  public DefaultRetention(
      UUID organizationId,
      SessionStore store,
      LifecycleContext wiring,
      HousekeepingConfig keeping) {
    this.organizationId = Objects.requireNonNull(organizationId, "organizationId");
    this.store = store;
    this.wiring = wiring;
    this.archive = keeping.archive();
    this.keeping = keeping;
  }

  @Override
  public void define(UUID policyId, RetentionPolicy policy) {
    define(policyId, policy, false);
  }

  @Override
  public void defineDefault(UUID policyId, RetentionPolicy policy) {
    define(policyId, policy, true);
  }

  private void define(UUID policyId, RetentionPolicy policy, boolean isDefault) {
    Validator door = new Validator();
    door.present("policy_id", policyId);
    if (door.present("policy", policy)) {
      for (RetentionRule rule : policy.rules()) {
        if (rule.channel() != null) {
          door.nonBlank("policy.rules.channel", rule.channel(), Limits.CHANNEL_LENGTH);
        }
        wiring.inputScrubber().refuse(door, "policy.rules.channel", rule.channel());
      }
    }
    door.throwIfInvalid();
    store.policies().define(organizationId, policyId, policy, isDefault);
  }

  @Override
  public Optional<RetentionPolicy> policy(UUID policyId) {
    Validator.require("policy_id", policyId);
    return store.policies().find(organizationId, policyId);
  }

  @Override
  public Optional<RetentionPolicy> defaultPolicy() {
    return store.policies().findDefault(organizationId);
  }

  @Override
  public int recalculateRetention(RetentionChangeMode mode) {
    Validator.require("mode", mode);
    return new RetentionRecalculation(organizationId, store, wiring)
        .run(mode == RetentionChangeMode.ALLOW_SHORTER);
  }

  @Override
  public Hold place(HoldScope scope, String why, String by) {
    Validator door = new Validator();
    door.present("scope", scope);
    door.nonBlank("why", why, Hold.WHY_LENGTH);
    door.nonBlank("by", by, Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    Hold hold =
        new Hold(
            organizationId,
            wiring.ids().get(),
            scope,
            recorded(why, Hold.WHY_LENGTH),
            recorded(by, Limits.TRIGGERED_BY_LENGTH),
            wiring.now(),
            null,
            null);
    return store
        .holds()
        .place(hold)
        .orElseThrow(
            () ->
                new SessionNotFoundException(
                    scope instanceof HoldScope.OnSession on ? on.sessionId() : organizationId));
  }

  @Override
  public Hold release(UUID holdId, String by) {
    Validator door = new Validator();
    door.present("hold_id", holdId);
    door.nonBlank("by", by, Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    return store
        .holds()
        .release(organizationId, holdId, recorded(by, Limits.TRIGGERED_BY_LENGTH), wiring.now())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    List.of(new Violation("hold_id", "must be a hold of the organization"))));
  }

  @Override
  public List<Hold> holds(@Nullable UUID after, int limit) {
    return holds(false, after, limit);
  }

  @Override
  public List<Hold> holdsInForce(@Nullable UUID after, int limit) {
    return holds(true, after, limit);
  }

  private List<Hold> holds(boolean inForceOnly, @Nullable UUID after, int limit) {
    bounded(limit);
    return store.holds().list(organizationId, inForceOnly, after, limit);
  }

  @Override
  public List<Hold> holdsOn(UUID sessionId) {
    Validator.require("session_id", sessionId);
    return store.holds().covering(new SessionKey(organizationId, sessionId));
  }

  @Override
  public RetentionDecision explain(UUID sessionId) {
    Validator.require("session_id", sessionId);
    SessionKey key = new SessionKey(organizationId, sessionId);
    Session session = store.find(key).orElseThrow(() -> new SessionNotFoundException(sessionId));
    boolean parked = store.chains().find(key).filter(ChainRecord::isParked).isPresent();
    return RetentionDecision.of(
        session,
        new PolicyCache(store.policies(), wiring.closeDefaults().defaultPolicy())
            .of(session)
            .policy(),
        !store.holds().covering(key).isEmpty(),
        parked,
        store.sweeps().now());
  }

  @Override
  public int countDue(Duration within, int most) {
    Validator validator = new Validator();
    validator.range("within", within, Duration.ZERO, RetentionRule.MAX_KEEP);
    validator.range("most", most, 1, MOST_COUNTED);
    validator.throwIfInvalid();
    return store.disposals().countDue(organizationId, within, most);
  }

  @Override
  public List<Receipt> receipts(@Nullable UUID after, int limit) {
    bounded(limit);
    return store.disposals().receipts(organizationId, after, limit);
  }

  /** Returns a text as it stands in holds and receipts. */
  private String recorded(String text, int longest) {
    return keeping.recordsScrubbed() && !Anonymizer.USUAL.contains(text)
        ? wiring.inputScrubber().text(text, longest)
        : text;
  }

  private void bounded(int limit) {
    Validator.requireBetween("limit", limit, 1, wiring.limits().pageSize());
  }

  @Override
  public Optional<ArchivedSession> archived(UUID sessionId) {
    Validator.require("session_id", sessionId);
    SessionArchive from = archive;
    return from == null
        ? Optional.empty()
        : Callbacks.call(
            () -> from.read(organizationId, sessionId),
            e -> {
              if (e instanceof ArchivedSessionTooLargeException tooLarge) {
                throw tooLarge;
              }
              throw new StoreException("the archive cannot be read", true, e);
            });
  }

  @Override
  public ErasureReport erase(ErasureRequest request) {
    Validator.require("request", request);
    Validator door = new Validator();
    door.nonBlank("by", request.by(), Limits.TRIGGERED_BY_LENGTH);
    String reason = request.reason();
    if (reason != null) {
      door.nonBlank("reason", reason, ErasureRequest.REASON_LENGTH);
    }
    door.throwIfInvalid();
    ErasureRequest recorded =
        new ErasureRequest(
            request.endUserId(),
            recorded(request.by(), Limits.TRIGGERED_BY_LENGTH),
            reason == null ? null : recorded(reason, ErasureRequest.REASON_LENGTH),
            request.parkedToo());
    return new EndUserErasure(organizationId, recorded, store, wiring, keeping).run();
  }

  @Override
  public ExportReport export(UUID endUserId, OutputStream sink) throws IOException {
    Validator door = new Validator();
    door.present("end_user_id", endUserId);
    door.present("sink", sink);
    door.throwIfInvalid();
    return new EndUserExport(organizationId, endUserId, store, archive, wiring.limits())
        .to(new DocumentSink(sink));
  }

  @Override
  public List<Receipt> unfinishedErasures(@Nullable UUID after, int limit) {
    bounded(limit);
    return store.disposals().unfinishedErasures(organizationId, after, limit);
  }
}
