package dev.sessionlifecycle.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.session.TriggeredBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions of which not everything is stored: whichever way a text comes in, none is written. */
@Tag("long")
class StoredModesTest {
  private static final UUID USER = new UUID(9, 9);
  private static final String CANARY = "xq7canary";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final TextScrubber SCRUBBER = text -> text.replace(CANARY, "*");

  /** Tries to store what it sees, and a text of its own. */
  private static final FinalizeStep SUMMARY =
      FinalizeStep.of("summary", StoredModesTest::summarize);

  private final UUID organization = UUID.randomUUID();
  private final List<Session> used = new ArrayList<>();
  private OrganizationSessions sessions;
  private SessionLifecycle lifecycle;

  @TempDir Path folder;

  private static StepOutcome summarize(StepContext context) {
    Effects.Builder effects = Effects.builder().summary("summary of " + context.transcript());
    if (!context.session().storesTexts()) {
      effects.summary(CANARY).subject(CANARY).reportedReason(CANARY);
      effects.metadata(Map.of("a", CANARY)).contextVariables(Map.of("a", CANARY));
      context
          .transcript()
          .messages()
          .forEach(it -> context.replaceMessages(Map.of(it.id(), CANARY)));
    }
    return StepOutcome.done(effects.memorySynced().build());
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> cases() {
    return Stream.of(SearchableStore.values())
        .flatMap(
            store ->
                Stream.of(Storing.SCRUBBED_ON_WRITE, Storing.FACTS_ONLY)
                    .map(mode -> org.junit.jupiter.params.provider.Arguments.of(store, mode)));
  }

  private SessionRequest request(Storing mode) {
    return SessionRequest.on("voice", USER)
        .withStoring(mode)
        .withSubject("about " + CANARY)
        .withMetadata(Map.of("note", List.of(Map.of(CANARY, "see " + CANARY))))
        .withContextVariables(Map.of(CANARY, CANARY))
        .withTriggeredBy(CANARY);
  }

  private Session use(Session session) {
    used.add(session);
    return session;
  }

  private Session open(Storing mode) {
    return use(sessions.open(request(mode)).orThrow());
  }

  private static EndRequest end() {
    return EndRequest.reported("ended because of " + CANARY).withTriggeredBy(CANARY);
  }

  private static Message said() {
    return Message.fromUser("I say " + CANARY).withId(UUID.randomUUID());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void no_text_is_stored_whichever_way_it_comes_in(SearchableStore kind, Storing mode)
      throws Exception {
    try (SearchableStore.Searched searched = kind.open();
        SessionLifecycle built =
            SessionLifecycle.builder(searched.store())
                .inputScrubber(SCRUBBER)
                .finalizeWith(FinalizeChain.first(SUMMARY))
                .archive(FileSessionArchive.in(folder))
                .retention(RetentionPolicy.forEver().withArchiveAfter(Duration.ZERO))
                .build()) {
      lifecycle = built;
      sessions = lifecycle.organization(organization);
      writeOneByOne(mode);
      writeManyAtOnce(mode);
      writeAsOwner(mode);
      endByExternalId(mode);
      succeed(mode);
      lifecycle.finalizer().runDue(100);
      used.forEach(it -> assertThat(sessions.get(it.id()).finalizedAt()).isNotNull());
      lifecycle.housekeeping().runDue(100);
      assertThat(searched.placesOf(CANARY, sessions, used)).isEmpty();
      assertThat(archived()).isNotEmpty().doesNotContain(CANARY);
      for (Session session : used) {
        Session stored = sessions.get(session.id());
        assertThat(stored.storing()).isEqualTo(mode);
        assertThat(stored.memorySynced()).isTrue();
        for (StoredMessage message : sessions.messages(session.id())) {
          assertThat(message.text()).isEqualTo(mode == Storing.FACTS_ONLY ? "" : "I say *");
        }
      }
    }
  }

  private void writeOneByOne(Storing mode) {
    Session session = open(mode);
    Message message = said();
    sessions.append(session.id(), message);
    sessions.append(session.id(), message);
    sessions.append(session.id(), said(), said());
    sessions.transition(session.id(), SessionStatus.PAUSED, CANARY, CANARY);
    SessionUpdate update =
        SessionUpdate.nothing()
            .withSubject(CANARY)
            .withMetadata(Map.of(CANARY, CANARY))
            .withContextVariables(Map.of("b", CANARY));
    sessions.update(session.id(), sessions.get(session.id()).version(), update);
    sessions.close(session.id(), end());
    assertThat(sessions.get(session.id()).messageCount()).isEqualTo(3);
    assertThat(sessions.get(session.id()).userMessageCount()).isEqualTo(3);
    EndRequest later = EndRequest.because(TerminationReason.USER_REJECTED, CANARY);
    sessions.enrich(session.id(), later.withTriggeredBy(CANARY));
    sessions.correct(
        session.id(),
        EndRequest.because(TerminationReason.RESOLVED, CANARY).withTriggeredBy(CANARY));
    sessions.fail(open(mode).id(), end());
    sessions.expire(open(mode).id(), end());
    sessions.supersede(open(mode).id(), session.id(), end());
  }

  private void writeManyAtOnce(Storing mode) {
    List<SessionRequest> requests =
        List.of(
            request(mode),
            request(mode).withExternalRef(new ExternalRef("carrier", "bulk")),
            request(mode));
    List<UUID> ids =
        sessions.bulk().open(requests).stream()
            .map(it -> use(it.orThrow().orThrow()).id())
            .toList();
    sessions
        .bulk()
        .append(ids.stream().map(it -> new SessionMessages(it, List.of(said(), said()))).toList());
    sessions.bulk().close(ids, end());
  }

  private void writeAsOwner(Storing mode) {
    OwnedSession owner = lifecycle.ownedSession(organization, open(mode).id());
    owner.acquire(MINUTE, OwnedSession.Buffering.UNTIL_END);
    owner.append(List.of(said()));
    owner.close(end(), List.of(said(), said()));
    assertThat(sessions.get(owner.sessionId()).messageCount()).isEqualTo(3);
    OwnedSession late = lifecycle.ownedSession(organization, open(mode).id());
    late.acquire(MINUTE, OwnedSession.Buffering.UNTIL_END);
    sessions.close(late.sessionId(), end());
    assertThat(late.flush(List.of(said()))).isZero();
    assertThat(sessions.messages(late.sessionId())).hasSize(1);
  }

  private void endByExternalId(Storing mode) {
    ExternalRef known = new ExternalRef("carrier", "known");
    use(sessions.open(request(mode).withExternalRef(known)).orThrow());
    sessions.close(known, end());
    ExternalRef early = new ExternalRef("carrier", "early");
    sessions.close(early, end());
    OpenResult ended = sessions.open(request(mode).withExternalRef(early));
    assertThat(ended).isInstanceOf(OpenResult.AlreadyEnded.class);
    use(ended.session());
  }

  /** A session that takes the place of another stores no more, whatever is asked for. */
  private void succeed(Storing mode) {
    SessionRequest keyed = request(mode).withOpenPolicy(OpenPolicy.SUPERSEDE);
    use(sessions.open(keyed).orThrow());
    Session successor = sessions.open(keyed.withStoring(Storing.FULL)).orThrow();
    assertThat(successor.storing()).isEqualTo(mode);
    Session reused =
        sessions.open(keyed.withStoring(Storing.FULL).withOpenPolicy(OpenPolicy.REUSE)).orThrow();
    assertThat(reused.id()).isEqualTo(use(successor).id());
    sessions.append(reused.id(), said());
    sessions.close(reused.id(), end());
  }

  private String archived() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".gz")).toList()) {
        try (GZIPInputStream lines = new GZIPInputStream(Files.newInputStream(file))) {
          all.append(new String(lines.readAllBytes()));
        }
      }
    }
    return all.toString();
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_stores_more_is_not_reused_for_one_that_stores_less(SearchableStore kind) {
    try (SearchableStore.Searched searched = kind.open();
        SessionLifecycle built =
            SessionLifecycle.builder(searched.store()).inputScrubber(SCRUBBER).build()) {
      OrganizationSessions all = built.organization(organization);
      SessionRequest keyed = SessionRequest.on("voice", USER).withOpenPolicy(OpenPolicy.REUSE);
      Session full = all.open(keyed).orThrow();
      assertThat(full.storing()).isEqualTo(Storing.FULL);
      assertThatThrownBy(() -> all.open(keyed.withStoring(Storing.FACTS_ONLY)))
          .isInstanceOf(SessionConflictException.class)
          .hasMessageContaining("stores full");
    }
  }

  @ParameterizedTest
  @EnumSource
  void without_a_scrubber_nothing_is_opened_or_appended_and_the_end_works(SearchableStore kind)
      throws Exception {
    try (SearchableStore.Searched searched = kind.open();
        SessionLifecycle scrubbing =
            SessionLifecycle.builder(searched.store()).inputScrubber(SCRUBBER).build();
        SessionLifecycle plain = SessionLifecycle.builder(searched.store()).build()) {
      SessionRequest request = request(Storing.SCRUBBED_ON_WRITE);
      OrganizationSessions without = plain.organization(organization);
      assertThatThrownBy(() -> without.open(request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("storing");
      sessions = scrubbing.organization(organization);
      Session session = use(sessions.open(request).orThrow());
      assertThatThrownBy(() -> without.append(session.id(), said()))
          .isInstanceOf(SessionConflictException.class)
          .hasMessageContaining("no scrubber");
      SessionUpdate update = SessionUpdate.nothing().withSubject(CANARY);
      assertThatThrownBy(() -> without.update(session.id(), 1, update))
          .isInstanceOf(SessionConflictException.class);
      OwnedSession owner = plain.ownedSession(organization, session.id());
      owner.acquire(MINUTE, OwnedSession.Buffering.UNTIL_END);
      owner.close(end(), List.of(said()));
      assertThat(sessions.messages(session.id()))
          .singleElement()
          .matches(it -> it.text().isEmpty());
      assertThat(searched.placesOf(CANARY, sessions, used)).isEmpty();
    }
  }

  @Test
  void an_external_id_with_personal_data_is_refused() {
    try (SearchableStore.Searched searched = SearchableStore.MEMORY.open();
        SessionLifecycle built =
            SessionLifecycle.builder(searched.store()).inputScrubber(SCRUBBER).build()) {
      OrganizationSessions all = built.organization(organization);
      ExternalRef ref = new ExternalRef("carrier", "call of " + CANARY);
      assertThatThrownBy(() -> all.open(request(Storing.FACTS_ONLY).withExternalRef(ref)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("external_ref.id");
    }
  }

  @Test
  void what_is_no_text_is_stored_in_every_mode() {
    try (SearchableStore.Searched searched = SearchableStore.MEMORY.open();
        SessionLifecycle built =
            SessionLifecycle.builder(searched.store()).inputScrubber(SCRUBBER).build()) {
      OrganizationSessions all = built.organization(organization);
      SessionRequest request =
          SessionRequest.on("voice", USER)
              .withStoring(Storing.FACTS_ONLY)
              .withTriggeredBy(TriggeredBy.AGENT);
      Session session = all.open(request).orThrow();
      Session ended = all.close(session.id(), "USER_REJECTED").session();
      assertThat(ended.reason()).isEqualTo(TerminationReason.USER_REJECTED);
      assertThat(ended.reportedReason()).isEqualTo("user_rejected");
      assertThat(all.history(session.id()).get(0).triggeredBy()).isEqualTo(TriggeredBy.AGENT);
    }
  }
}
