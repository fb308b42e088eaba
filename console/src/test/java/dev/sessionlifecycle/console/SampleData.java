package dev.sessionlifecycle.console;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A lifecycle with a day of calls and chats, of which some steps are parked. */
final class SampleData implements AutoCloseable {
  static final UUID ORGANIZATION = UUID.fromString("018f0000-0000-7000-8000-0000000000a1");
  static final UUID OTHER_ORGANIZATION = UUID.fromString("018f0000-0000-7000-8000-0000000000b2");
  static final UUID USER = UUID.fromString("018f0000-0000-7000-8000-00000000c0de");
  static final String CANARY = "Zanzibar";

  private static final List<TerminationReason> REASONS =
      List.of(
          TerminationReason.RESOLVED,
          TerminationReason.RESOLVED,
          TerminationReason.AGENT_INITIATED,
          TerminationReason.USER_REQUESTED,
          TerminationReason.PARTICIPANT_LEFT,
          TerminationReason.PARTICIPANT_LEFT,
          TerminationReason.CLIENT_INITIATED,
          TerminationReason.CALLEE_BUSY,
          TerminationReason.CALLEE_NO_ANSWER,
          TerminationReason.VOICEMAIL_DETECTED,
          TerminationReason.TRANSFERRED,
          TerminationReason.SILENCE_TIMEOUT,
          TerminationReason.AGENT_ERROR,
          TerminationReason.UNKNOWN,
          TerminationReason.SIP_TRUNK_FAILURE);

  /** What another system does with the sessions: it refuses those by SMS. */
  record RefusingSms(String name, String label) implements FinalizeStep {
    @Override
    public StepOutcome execute(StepContext context) {
      return context.session().channel().equals("sms")
          ? StepOutcome.rejected(label)
          : StepOutcome.done();
    }
  }

  final SettableClock clock;
  final FinalizeChain chain;
  final SessionLifecycle lifecycle;
  final ReasonMapping twilio = ReasonMapping.of(ReasonProvider.TWILIO);
  final ReasonMapping vapi = ReasonMapping.of(ReasonProvider.VAPI);

  SampleData(SessionStore store, SettableClock clock) {
    this.clock = clock;
    ScrubStep scrub = ScrubStep.standard();
    SummarizeStep summarize = SummarizeStep.extractive();
    FinalizeStep crm = new RefusingSms("crm", "contact_unknown");
    FinalizeStep webhook = new RefusingSms("webhook-acme", "http_410");
    this.chain =
        FinalizeChain.builder()
            .step(scrub)
            .step(summarize, scrub)
            .step(crm, summarize)
            .step(new Noted("metrics"), scrub)
            .delivery(webhook, summarize)
            .build();
    this.lifecycle =
        SessionLifecycle.builder(store)
            .clock(clock)
            .finalizeWith(chain)
            .timeLimits(TimeLimits.defaults())
            .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
            .build();
  }

  private record Noted(String name) implements FinalizeStep {
    @Override
    public StepOutcome execute(StepContext context) {
      return StepOutcome.done();
    }
  }

  OrganizationSessions sessions() {
    return lifecycle.organization(ORGANIZATION);
  }

  /** A session with a conversation, an external id and metadata, each with the canary. */
  Session open(String channel) {
    Session session =
        sessions()
            .open(
                SessionRequest.on(channel, USER)
                    .inbound()
                    .withStatus(SessionStatus.ACTIVE)
                    .withSubject("A tank for " + CANARY)
                    .withExternalRef(
                        new ExternalRef("twilio:call", "CA-" + CANARY + clock.instant()))
                    .withMetadata(Map.of("plan", CANARY))
                    .withContextVariables(Map.of("city", CANARY)))
            .orThrow();
    clock.advance(Duration.ofSeconds(4));
    sessions()
        .append(
            session.id(),
            Message.fromUser("My machine from " + CANARY + " arrived with a cracked tank.")
                .at(clock.instant()),
            Message.fromAgent("I am sorry. I can send a new tank or refund the machine.")
                .at(clock.instant()));
    clock.advance(Duration.ofSeconds(40));
    sessions()
        .append(
            session.id(),
            Message.fromUser("A new tank is fine. Call me on +49 30 23125 014.")
                .at(clock.instant()),
            Message.fromAgent("It should be with you on Friday.").at(clock.instant()));
    clock.advance(Duration.ofSeconds(20));
    return session;
  }

  /** Opens a session and ends it for a reason, in words with the canary. */
  Session ended(String channel, TerminationReason reason) {
    Session session = open(channel);
    return sessions()
        .close(
            session.id(),
            EndRequest.because(reason, CANARY + " hung up").withTriggeredBy("voice-worker"))
        .session();
  }

  void runSteps() {
    lifecycle.finalizer().runDue(100_000);
  }

  /** A day of sessions, most of which are ended; returns the one that is shown in the docs. */
  Session fillDay(int sessions) {
    Random random = new Random(7);
    Instant end = clock.instant().plus(Duration.ofHours(23));
    Duration pause = Duration.between(clock.instant(), end).dividedBy(sessions).minusSeconds(50);
    for (int i = 0; i < sessions; i++) {
      play(random, i > sessions - 9);
      long seconds = pause.toSeconds() / 2 + random.nextLong(Math.max(1, pause.toSeconds()));
      clock.advance(Duration.ofSeconds(seconds));
    }
    Session shown = shown();
    runSteps();
    lifecycle
        .retention(ORGANIZATION)
        .place(HoldScope.session(shown.id()), "Matter 2026-114", "legal@example.org");
    for (String value : List.of("line-7-broken", "operator gone", "operator gone", "x-99")) {
      twilio.map(value);
    }
    vapi.map("assistant-said-farewell");
    return sessions().get(shown.id());
  }

  private void play(Random random, boolean isLive) {
    String channel = List.of("voice", "voice", "voice", "web", "sms").get(random.nextInt(5));
    TerminationReason reason = REASONS.get(random.nextInt(REASONS.size()));
    Session session =
        sessions()
            .open(
                SessionRequest.on(channel, new UUID(7, random.nextInt(40)))
                    .withStatus(isLive ? SessionStatus.RINGING : SessionStatus.ACTIVE))
            .orThrow();
    if (random.nextInt(4) > 0) {
      sessions().append(session.id(), Message.fromUser("Hello?").at(clock.instant()));
    }
    clock.advance(Duration.ofSeconds(5 + random.nextInt(90)));
    if (!isLive) {
      EndRequest request = EndRequest.because(reason).withTriggeredBy("livekit");
      if (reason == TerminationReason.AGENT_ERROR) {
        sessions().fail(session.id(), request);
      } else if (reason == TerminationReason.SILENCE_TIMEOUT) {
        sessions().expire(session.id(), request);
      } else {
        sessions().close(session.id(), request);
      }
    }
  }

  private Session shown() {
    Session first = ended("sms", TerminationReason.CLIENT_INITIATED);
    Session shown =
        sessions()
            .open(
                SessionRequest.on("sms", USER)
                    .inbound()
                    .withStatus(SessionStatus.RINGING)
                    .withExternalRef(new ExternalRef("twilio", "CA8f2"))
                    .withSubject("Cracked water tank")
                    .followUpTo(first.id()))
            .orThrow();
    clock.advance(Duration.ofSeconds(6));
    sessions().transition(shown.id(), SessionStatus.ACTIVE, "voice-worker");
    clock.advance(Duration.ofSeconds(12));
    sessions()
        .append(
            shown.id(),
            Message.fromUser("My espresso machine arrived with a cracked water tank.")
                .at(clock.instant()),
            Message.fromAgent("May I have the e-mail address of the order?").at(clock.instant()),
            Message.fromUser("It is maria.keller@example.com, or call +49 30 23125 014.")
                .at(clock.instant()),
            Message.fromAgent("I can send a new tank or refund the machine.").at(clock.instant()));
    clock.advance(Duration.ofSeconds(31));
    sessions().transition(shown.id(), SessionStatus.TRANSFERRED, "agent");
    sessions().addUsage(shown.id(), Map.of("llm_tokens", new BigDecimal("1812")));
    clock.advance(Duration.ofSeconds(22));
    sessions()
        .close(
            shown.id(),
            EndRequest.because(TerminationReason.TRANSFERRED, "warm transfer, second line")
                .withTriggeredBy("twilio"));
    return shown;
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
