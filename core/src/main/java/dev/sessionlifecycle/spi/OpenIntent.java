package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To open a session.
 *
 * @param draft the session as it is to be stored: id, organization, end user, channel, type,
 *     initial status (queued, ringing or active), priority, origin, external id, subject, assigned
 *     agent, retention policy, previous session, metadata, context variables, {@code startedAt}
 *     (not after {@code createdAt}) and {@code createdAt} = {@code updatedAt} (the business time of
 *     the call). What the store's clock stamps, it stamps itself: {@code statusSince}, {@code
 *     lastActivityAt}, and {@code rangAt} or {@code activatedAt} where the session begins as
 *     ringing or active. Everything else has its default
 * @param policy what to do about a session that is live already
 * @param triggeredBy who or what opens it; stands in the history
 * @param firstCheckAfter after which time by the store's clock the sweep has to look at it; null
 *     for never
 * @param displaced how the session is ended that this one takes the place of: an intent for {@link
 *     OpenPolicy#SUPERSEDE}, whose session and successor the store fills in; null for any other
 *     policy
 * @param closeDefaults for a session whose end was reported before its start
 * @param overdue which holder of the active key is ended, whatever the policy, because its time
 *     limit has passed
 * @param reportedStart when the session began as it was reported, also where that is after the
 *     opening; null if it was not, and {@code startedAt} is the time of the opening
 * @param form how the draft is stored if it takes the place of a session that stores less
 */
public record OpenIntent(
    Session draft,
    OpenPolicy policy,
    String triggeredBy,
    @Nullable Duration firstCheckAfter,
    @Nullable CloseIntent displaced,
    CloseDefaults closeDefaults,
    OverdueRule overdue,
    @Nullable Instant reportedStart,
    StoringForm form) {
  /** Opens a session whose start is not reported, where none has a time limit. */
  public OpenIntent(
      Session draft,
      OpenPolicy policy,
      String triggeredBy,
      @Nullable Duration firstCheckAfter,
      @Nullable CloseIntent displaced,
      CloseDefaults closeDefaults) {
    this(
        draft,
        policy,
        triggeredBy,
        firstCheckAfter,
        displaced,
        closeDefaults,
        OverdueRule.none(),
        null);
  }

  /** Opens a session whose texts are left out if it takes the place of one that stores less. */
  public OpenIntent(
      Session draft,
      OpenPolicy policy,
      String triggeredBy,
      @Nullable Duration firstCheckAfter,
      @Nullable CloseIntent displaced,
      CloseDefaults closeDefaults,
      OverdueRule overdue,
      @Nullable Instant reportedStart) {
    this(
        draft,
        policy,
        triggeredBy,
        firstCheckAfter,
        displaced,
        closeDefaults,
        overdue,
        reportedStart,
        StoringForm.withoutTexts());
  }

  /** Checks that nothing is missing. */
  public OpenIntent {
    Validator.require("draft", draft);
    Validator.require("policy", policy);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("defaults", closeDefaults);
    Validator.require("overdue", overdue);
    Validator.require("form", form);
    if ((policy == OpenPolicy.SUPERSEDE) != (displaced != null)) {
      throw Validator.invalid("displaced", "given with SUPERSEDE, and only then");
    }
  }

  /** Returns the intent for a session that stores no more than another one. */
  public OpenIntent storingNoMoreThan(Session other) {
    Storing mode = draft.storing().stricter(other.storing());
    return mode == draft.storing()
        ? this
        : new OpenIntent(
            form.of(draft, mode),
            policy,
            triggeredBy,
            firstCheckAfter,
            displaced,
            closeDefaults,
            overdue,
            reportedStart,
            form);
  }

  /** Leaves out who triggered it. */
  @Override
  public String toString() {
    return "OpenIntent[draft=" + draft + ", policy=" + policy + "]";
  }
}
