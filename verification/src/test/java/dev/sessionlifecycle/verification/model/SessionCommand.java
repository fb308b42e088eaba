package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.rules.EndRules;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Commands that write sessions. {@code at}: the business time, in seconds relative to the clock.
 */
sealed interface SessionCommand extends StoreCommand {
  /** So low that random appends reach them. */
  SessionBounds BOUNDS = new SessionBounds(6, 60);

  /**
   * Opens a session. {@code ref}, {@code keep} and {@code check}: an external id, a policy, and the
   * seconds until it is due for the sweep; none if below 0.
   */
  record Open(
      int organization,
      int session,
      int user,
      SessionType type,
      SessionStatus status,
      OpenPolicy policy,
      int ref,
      int keep,
      int check,
      int at)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.open(intent(subject));
    }

    OpenIntent intent(CommandTarget subject) {
      CommandIds world = subject.world;
      Instant start = reportedStart(subject);
      SessionBuilder draft =
          SessionBuilder.of(
                  world.organization(organization), world.session(session), world.user(user))
              .channel(ref == 1 ? "sms" : "voice")
              .sessionType(type)
              .status(status)
              .externalRef(ref < 0 ? null : world.ref(ref))
              .retentionPolicyId(keep < 0 ? null : world.policy(keep))
              .metadata(Map.of("n", (long) session, "at", List.of("x", (double) at)))
              .createdAt(subject.at(at))
              .updatedAt(subject.at(at))
              .startedAt(start == null ? subject.at(at) : start);
      CloseIntent displaced =
          policy == OpenPolicy.SUPERSEDE
              ? new Close(
                      organization,
                      session,
                      CloseVariant.SUPERSEDE,
                      TerminationReason.SUPERSEDED,
                      at)
                  .intent(subject)
              : null;
      return new OpenIntent(
          draft.build(),
          policy,
          "api",
          seconds(check),
          displaced,
          world.terms(),
          (live, now) -> overdue(subject, at, live, now),
          reportedStart(subject));
    }

    /** Of three starts one is not reported, and one is reported as the time of the opening. */
    private @Nullable Instant reportedStart(CommandTarget subject) {
      return session % 3 == 0 ? null : subject.at(session % 3 == 1 ? at : at - 10);
    }
  }

  /**
   * Sometimes a rule that ends what has been idle for two minutes. Where it is, the sweep is due to
   * look at every session first, since a store need not ask the rule otherwise.
   */
  static OverdueRule overdueRule(CommandTarget subject, int at) {
    if (at % 2 == 0) {
      return OverdueRule.none();
    }
    subject.store.sweeps().markAllDue(null, Integer.MAX_VALUE);
    return (live, now) -> overdue(subject, at, live, now);
  }

  /** Ends a live session that has been idle for two minutes. */
  static Optional<CloseIntent> overdue(CommandTarget subject, int at, Session live, Instant now) {
    CloseGuard idle = new CloseGuard.Due(live.status(), LimitKind.IDLE, Duration.ofMinutes(2));
    return EndRules.isMet(idle, live, now, null)
        ? Optional.of(
            CloseIntent.builder(SessionKey.of(live), subject.at(at), subject.world.terms())
                .target(SessionStatus.EXPIRED)
                .end(new EndTime.LastActivity())
                .guard(idle)
                .build())
        : Optional.empty();
  }

  /**
   * A message. {@code variant}: selects its text, so that some ids occur twice with different
   * texts.
   *
   * @param sent when it was sent, in seconds relative to the clock
   */
  record Text(int message, MessageRole role, int variant, int sent) {
    Message of(CommandTarget subject) {
      return new Message(
          subject.world.message(message), role, "text " + variant, subject.at(sent), null);
    }
  }

  /**
   * Appends messages, each id at most once.
   *
   * @param lease the lease whose session and owner they belong to, counted back from the last one
   *     granted; below 0 for messages without an owner
   */
  record Append(int organization, int session, int lease, List<Text> texts, int at)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.append(intent(subject));
    }

    AppendIntent intent(CommandTarget subject) {
      LeaseRef owner = lease < 0 ? null : subject.owner(lease);
      return new AppendIntent(
          owner == null ? subject.world.key(organization, session) : owner.session(),
          texts.stream().map(it -> it.of(subject)).toList(),
          subject.at(at),
          owner == null ? null : (Long) owner.token(),
          overdueRule(subject, at),
          BOUNDS);
    }
  }

  /** Returns a number of seconds; null if below 0. */
  private static @Nullable Duration seconds(int check) {
    return check < 0 ? null : Duration.ofSeconds(check);
  }

  /** Moves a session to a live status; {@code check}: as for {@link Open}. */
  record Move(int organization, int session, SessionStatus to, int check, int at)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.transition(intent(subject));
    }

    TransitionIntent intent(CommandTarget subject) {
      return new TransitionIntent(
          subject.world.key(organization, session),
          to,
          at % 2 == 0 ? TerminationReason.CALLEE_BUSY : null,
          "agent",
          subject.at(at),
          seconds(check),
          overdueRule(subject, at));
    }
  }

  /** The ways to end a session. */
  enum CloseVariant {
    /** Closed, now. */
    CLOSE,
    /** Closed, with a reported time in the past. */
    CLOSE_AS_REPORTED,
    /** Expired if it has been idle for a minute. */
    EXPIRE_IDLE,
    /** Expired if it has been paused for an hour. */
    EXPIRE_PAUSED,
    /** Failed if it is active. */
    FAIL_ACTIVE,
    /** Superseded. */
    SUPERSEDE,
    /** Closed by another caller than the last owner. */
    BESIDE_OWNER,
    /** Closed by the last owner, with the messages that it buffered. */
    OWNER,
    /** Closed by one of the last owners if its lease has expired. */
    LAPSED_OWNER
  }

  /** Ends a session. */
  record Close(
      int organization, int session, CloseVariant variant, TerminationReason reason, int at)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.close(intent(subject));
    }

    CloseIntent intent(CommandTarget subject) {
      CloseIntent.Builder closing =
          CloseIntent.builder(
                  subject.world.key(organization, session),
                  subject.at(at),
                  subject.world.terms(Math.abs(at)))
              .reason(reason)
              .triggeredBy(variant.name());
      return switch (variant) {
        case CLOSE -> closing.reportedReason(reason.wire()).build();
        case CLOSE_AS_REPORTED -> closing.endedAt(subject.at(at - 7)).build();
        case EXPIRE_IDLE ->
            expiring(closing, SessionStatus.ACTIVE, LimitKind.IDLE, Duration.ofMinutes(1));
        case EXPIRE_PAUSED ->
            expiring(closing, SessionStatus.PAUSED, LimitKind.AGE, Duration.ofHours(1));
        case FAIL_ACTIVE ->
            closing
                .target(SessionStatus.ERROR)
                .guard(new CloseGuard.InStatus(SessionStatus.ACTIVE))
                .build();
        case SUPERSEDE ->
            closing
                .target(SessionStatus.SUPERSEDED)
                .successorId(subject.world.session(session + 1))
                .build();
        case BESIDE_OWNER -> closing.build().forSession(subject.owner(0).session(), null);
        case OWNER -> {
          var lease = subject.owner(0);
          yield closing
              .guard(new CloseGuard.Owned(lease.token()))
              .buffer(List.of(new Text(session, MessageRole.USER, 9, at).of(subject)))
              .build()
              .forSession(lease.session(), null);
        }
        case LAPSED_OWNER -> {
          var lease = subject.owner(at & 1);
          yield closing
              .guard(new CloseGuard.Lapsed(lease.token()))
              .buffer(List.of(new Text(session, MessageRole.AGENT, 8, at).of(subject)))
              .build()
              .forSession(lease.session(), null);
        }
      };
    }

    private static CloseIntent expiring(
        CloseIntent.Builder closing, SessionStatus status, LimitKind limit, Duration after) {
      return closing
          .target(SessionStatus.EXPIRED)
          .reasonIfNeverActive(TerminationReason.PARTICIPANT_JOIN_TIMEOUT)
          .end(new EndTime.LastActivity())
          .guard(new CloseGuard.Due(status, limit, after))
          .build();
    }
  }

  /** Ends many sessions. */
  record CloseAll(List<Close> closes) implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.closeAll(closes.stream().map(it -> it.intent(subject)).toList());
    }
  }

  /**
   * Ends distinct sessions together. Stores differ in which ends they leave out, so those are made
   * one by one.
   */
  record CloseTogether(List<Close> closes) implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return together(
          closes.stream().map(it -> it.intent(subject)).toList(),
          CloseIntent::session,
          subject.store::tryCloseAll,
          subject.store::close);
    }
  }

  /** Appends to distinct sessions together. */
  record AppendTogether(List<Append> appends) implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return together(
          appends.stream().map(it -> it.intent(subject)).toList(),
          AppendIntent::session,
          subject.store::tryAppendAll,
          subject.store::append);
    }
  }

  /** Moves distinct sessions together. */
  record MoveTogether(List<Move> moves) implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return together(
          moves.stream().map(it -> it.intent(subject)).toList(),
          TransitionIntent::session,
          subject.store::tryTransitionAll,
          subject.store::transition);
    }
  }

  /** Applies the first intent for each session, together where the store can, else alone. */
  private static <I, R> List<R> together(
      List<I> intents,
      Function<I, SessionKey> session,
      Function<List<I>, List<Optional<R>>> together,
      Function<I, R> alone) {
    Map<SessionKey, I> distinct = new LinkedHashMap<>();
    intents.forEach(it -> distinct.putIfAbsent(session.apply(it), it));
    List<I> all = List.copyOf(distinct.values());
    List<Optional<R>> replies = together.apply(all);
    return IntStream.range(0, all.size())
        .mapToObj(i -> replies.get(i).orElseGet(() -> alone.apply(all.get(i))))
        .toList();
  }

  /** Ends a session by its external id. */
  record CloseExternal(int ref, Close close) implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.closeExternal(subject.world.ref(ref), close.intent(subject));
    }
  }

  /** Replaces an unspecific reason, or corrects a specific one. */
  record Enrich(int organization, int session, TerminationReason reason, int at)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.enrich(
          new EnrichIntent(
              subject.world.key(organization, session),
              at % 3 == 0 ? HistoryEntry.Kind.CORRECTED : HistoryEntry.Kind.ENRICHED,
              EndReason.of(reason),
              at > 0 ? "told later" : null,
              "system",
              subject.at(at),
              subject.world.terms().defaultPolicy()));
    }
  }

  /** Defines a retention policy. */
  record Define(int organization, int policy, int days, boolean isDefault)
      implements SessionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      RetentionPolicy keep =
          RetentionPolicy.keepFor(Duration.ofDays(days))
              .withSessionType(SessionType.SIMULATION, Duration.ofHours(days));
      if (days % 3 == 0) {
        keep = keep.withArchiveAfter(Duration.ofHours(days * 8L));
      }
      if (days % 4 == 0) {
        keep = keep.withAnonymizeAfter(Duration.ofHours(days * 5L));
      }
      subject
          .store
          .policies()
          .define(
              subject.world.organization(organization),
              subject.world.policy(policy),
              keep,
              isDefault);
      UUID id = subject.world.organization(organization);
      return List.of(
          subject.store.policies().findDefault(id),
          subject.store.policies().find(id, subject.world.policy(policy + 1)));
    }
  }
}
