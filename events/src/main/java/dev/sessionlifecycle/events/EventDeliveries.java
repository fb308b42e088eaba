package dev.sessionlifecycle.events;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a chain that announce events to one receiver, by any transport: {@link Webhook}
 * is one, and a message queue of the host is a few lines.
 *
 * <pre>{@code
 * EventDeliveries billing =
 *     EventDeliveries.to("billing", (event, context) -> {
 *           queue.publish(event.id(), event.toCloudEvent()); // returns once it is stored
 *           return StepOutcome.done();
 *         })
 *         .build();
 * FinalizeChain chain = billing.addTo(FinalizeChain.first(scrub).then(summarize));
 * }</pre>
 *
 * <p>There is one delivery for each type of event: {@code billing.ended} waits for nothing, {@code
 * billing.finalized} for every step of the chain and for {@code billing.ended}, {@code
 * billing.enriched} for both of them and for an enrichment, {@code billing.purged} for the deletion
 * of the session. So a receiver gets the events of a session at least once and, apart from
 * repetitions, in their order. What {@link Sender} throws is tried again as {@link
 * dev.sessionlifecycle.finalizer.StepOptions} say. Immutable and thread-safe.
 */
public final class EventDeliveries {

  /** Sends events. */
  @FunctionalInterface
  public interface Sender {
    /**
     * Sends an event, and returns {@link StepOutcome#done()} once the receiver has it for good.
     *
     * @param context the delivery that is executing
     * @throws Exception to be tried again later
     */
    StepOutcome send(SessionEvent event, StepContext context) throws Exception;
  }

  private final String name;
  private final Map<SessionEventType, FinalizeStep> steps = new EnumMap<>(SessionEventType.class);
  private final Set<SessionType> sessionTypes;

  private EventDeliveries(Builder builder) {
    this.name = builder.name;
    this.sessionTypes = Set.copyOf(builder.sessionTypes);
    EventContent content = builder.content;
    Sender sender = builder.sender;
    for (SessionEventType type : builder.events) {
      steps.put(
          type,
          FinalizeStep.of(
              name + "." + type.word(),
              context -> sender.send(event(type, content, context), context)));
    }
  }

  private static SessionEvent event(
      SessionEventType type, EventContent content, StepContext context) {
    return type == SessionEventType.PURGED
        ? SessionEvent.purged(context.purged().orElseThrow())
        : SessionEvent.of(type, context.session(), content, context.enrichments());
  }

  /**
   * Begins with {@link SessionEventType#ENDED} and {@link SessionEventType#FINALIZED} of live
   * sessions, without texts.
   *
   * @param name the name of the receiver: 1 to 50 of a-z 0-9 _ -, beginning with a letter or digit.
   *     It is stored with each chain; renaming it makes it another one
   * @throws InvalidInputException for any other name
   */
  public static Builder to(String name, Sender sender) {
    return new Builder(checkedName(name), Validator.require("sender", sender));
  }

  static String checkedName(@Nullable String name) {
    String given = Validator.require("name", name);
    if (!given.matches("[a-z0-9][a-z0-9_-]{0,49}")) {
      throw Validator.invalid("name", "1 to 50 of a-z 0-9 _ -, beginning with a letter or digit");
    }
    return given;
  }

  /**
   * Returns a copy of the chain with these deliveries. What {@link FinalizeChain#insteadFor} says
   * stays as it is.
   *
   * @throws InvalidInputException where the chain has steps of these names, or over 32 in all
   */
  public FinalizeChain addTo(FinalizeChain chain) {
    Validator.require("chain", chain);
    FinalizeChain.Builder builder = chain.toBuilder();
    SessionType[] types = sessionTypes.toArray(SessionType[]::new);
    FinalizeStep ended = steps.get(SessionEventType.ENDED);
    if (ended != null) {
      builder.delivery(ended).onlyFor(types);
    }
    FinalizeStep finalized = steps.get(SessionEventType.FINALIZED);
    if (finalized != null) {
      Stream<FinalizeStep> before = chain.steps().stream().filter(it -> !chain.isDelivery(it));
      builder
          .delivery(
              finalized,
              Stream.concat(Stream.ofNullable(ended), before).toArray(FinalizeStep[]::new))
          .onlyFor(types);
    }
    FinalizeStep enriched = steps.get(SessionEventType.ENRICHED);
    if (enriched != null) {
      FinalizeStep[] before =
          Stream.of(ended, finalized).filter(Objects::nonNull).toArray(FinalizeStep[]::new);
      builder.delivery(enriched, before).onlyFor(types).onEnrichment();
    }
    FinalizeStep purged = steps.get(SessionEventType.PURGED);
    if (purged != null) {
      builder.delivery(purged).onlyFor(types).onPurge();
    }
    return builder.build();
  }

  /** The name of the receiver. */
  public String name() {
    return name;
  }

  /**
   * The names of the deliveries, for {@link ParkedFilter} and {@link
   * dev.sessionlifecycle.finalizer.FinalizerOptions}.
   */
  public List<String> stepNames() {
    return steps.values().stream().map(FinalizeStep::name).toList();
  }

  /**
   * Sends the events of a session once more, under the same ids, whether they were delivered or
   * parked.
   *
   * @return false where the session has no such delivery, or a node is working on it right now
   */
  public boolean resend(Finalizer finalizer, UUID organizationId, UUID sessionId) {
    Validator.require("finalizer", finalizer);
    boolean isAny = false;
    for (String step : stepNames()) {
      isAny = isAny || finalizer.replayFrom(organizationId, sessionId, step);
    }
    return isAny;
  }

  /**
   * Sends the events of the sessions that ended within a range of time once more, as {@link
   * #resend(Finalizer, UUID, UUID)} does: after a receiver has lost data. Reads the sessions of the
   * organization page by page.
   *
   * @param from the first end
   * @param before the end behind the last one
   * @return of how many sessions
   */
  public int resend(
      Finalizer finalizer, OrganizationSessions sessions, Instant from, Instant before) {
    Validator.require("finalizer", finalizer);
    Validator.require("from", from);
    Validator.require("before", before);
    SessionFilter ended = SessionFilter.all().withEnded(from, before);
    int resent = 0;
    String cursor = null;
    do {
      Page<Session> page = Validator.require("sessions", sessions).list(ended, cursor, 500);
      for (Session session : page.items()) {
        resent += resend(finalizer, session.organizationId(), session.id()) ? 1 : 0;
      }
      cursor = page.next();
    } while (cursor != null);
    return resent;
  }

  /**
   * Lets every parked delivery of an organization run again.
   *
   * @return how many chains there were
   */
  public int resendParked(Finalizer finalizer, UUID organizationId) {
    Validator.require("finalizer", finalizer);
    int resent = 0;
    for (String step : stepNames()) {
      resent += finalizer.replayAll(organizationId, ParkedFilter.step(step));
    }
    return resent;
  }

  /**
   * Returns how the receiver is doing for an organization. Reads its unfinished chains, and each
   * that this receiver has part in: for administrators, and at most 1,000 of them.
   */
  public DeliveryState state(Finalizer finalizer, UUID organizationId) {
    Validator.require("finalizer", finalizer);
    Validator.require("organization_id", organizationId);
    return DeliveryState.read(finalizer, organizationId, Set.copyOf(stepNames()));
  }

  @Override
  public String toString() {
    return "EventDeliveries[" + name + "]";
  }

  /** Builder of deliveries. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Sender sender;
    private Set<SessionEventType> events =
        EnumSet.of(SessionEventType.ENDED, SessionEventType.FINALIZED);
    private Set<SessionType> sessionTypes = EnumSet.of(SessionType.LIVE);
    private EventContent content = EventContent.thin();

    private Builder(String name, Sender sender) {
      this.name = name;
      this.sender = sender;
    }

    /** Announces these events alone. */
    public Builder events(SessionEventType first, SessionEventType... others) {
      Validator.requireElements("others", others);
      this.events = EnumSet.of(Validator.require("events", first), others);
      return this;
    }

    /** Announces sessions of these types; of live ones alone by default. */
    public Builder onlyFor(SessionType first, SessionType... others) {
      Validator.requireElements("others", others);
      this.sessionTypes = EnumSet.of(Validator.require("only_for", first), others);
      return this;
    }

    /** Sets what the data has beside the facts. */
    public Builder content(EventContent value) {
      this.content = Validator.require("content", value);
      return this;
    }

    /** Returns the deliveries. */
    public EventDeliveries build() {
      return new EventDeliveries(this);
    }
  }
}
