package dev.sessionlifecycle.verification.locale;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;

/** Uses each store under the default locale of its process, and prints what came of it. */
final class LocaleProcess {
  private static final UUID ORGANIZATION = new UUID(7, 7);

  private LocaleProcess() {}

  /** Runs the process. Arguments: a directory, and the URLs of three empty databases. */
  public static void main(String[] args) {
    System.out.println(Locale.getDefault().toLanguageTag());
    use("memory", InMemorySessionStore::create);
    use("h2 memory", clock -> built(JdbcSessionStore.h2MemoryBuilder("locale"), clock));
    use("h2 file", clock -> built(JdbcSessionStore.h2Builder(args[0] + "/sessions"), clock));
    use("h2 file again", clock -> built(JdbcSessionStore.h2Builder(args[0] + "/sessions"), clock));
    use(
        "h2 schema",
        clock -> built(JdbcSessionStore.h2Builder(args[0] + "/in").schema("i"), clock));
    use("postgresql", clock -> built(postgres(args[1]), clock));
    use(
        "postgresql partitioned",
        clock -> built(postgres(args[2]).tableLayout(TableLayout.PARTITIONED), clock));
    use(
        "postgresql data source",
        clock ->
            built(
                JdbcSessionStore.builder(dataSource(args[3])).schema("in_it").tablePrefix("i_"),
                clock));
  }

  private static JdbcSessionStoreBuilder postgres(String url) {
    return JdbcSessionStore.postgresBuilder(url, "postgres", "postgres");
  }

  private static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  private static SessionStore built(JdbcSessionStoreBuilder builder, SettableClock clock) {
    return builder.schemaMode(SchemaMode.MIGRATE).clock(StoreClock.of(clock)).build();
  }

  private static void use(String name, Function<SettableClock, SessionStore> open) {
    SettableClock clock = SettableClock.create();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(open.apply(clock))
            .clock(clock)
            .finalizeWith(FinalizeChain.first(summarize()))
            .retention(RetentionPolicy.keepFor(Duration.ofDays(30)))
            .build()) {
      System.out.println(name + ": " + endEachWay(lifecycle, clock));
    } catch (RuntimeException e) {
      System.out.println(name + ": " + e);
    }
  }

  private static FinalizeStep summarize() {
    return FinalizeStep.of(
        "index",
        context ->
            StepOutcome.done(
                Effects.builder()
                    .summary(context.transcript().messages().size() + " messages")
                    .build()));
  }

  private static List<String> endEachWay(SessionLifecycle lifecycle, SettableClock clock) {
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    UUID closed = open(sessions, clock, "VOICE-I");
    UUID expired = open(sessions, clock, "SMS-I");
    UUID swept = open(sessions, clock, "CHAT-I");
    clock.advance(Duration.ofMinutes(1));
    sessions.close(
        closed,
        EndRequest.reported("CLIENT_INITIATED").withEndedAt(clock.instant().minusSeconds(5)));
    sessions.expire(expired, EndRequest.unspecified());
    clock.advance(Duration.ofDays(8));
    lifecycle.housekeeping().runDue(100);
    lifecycle.finalizer().runDue(100);
    List<String> ends =
        List.of(closed, expired, swept).stream()
            .map(sessions::get)
            .map(it -> String.join(" ", it.status().wire(), wire(it), it.summary()))
            .toList();
    clock.advance(Duration.ofDays(60));
    lifecycle.housekeeping().runDue(100);
    return List.of(ends.toString(), "left " + sessions.list(SessionFilter.all()).items().size());
  }

  private static String wire(Session session) {
    TerminationReason reason = session.reason();
    return reason == null ? "live" : reason.wire();
  }

  private static UUID open(OrganizationSessions sessions, SettableClock clock, String externalId) {
    UUID id =
        sessions
            .open(
                SessionRequest.on("chat", UUID.randomUUID())
                    .withExternalRef(new ExternalRef("livekit", externalId))
                    .withStartedAt(clock.instant()))
            .orThrow()
            .id();
    sessions.append(id, Message.fromUser("Iğdır ١٢٣"));
    return id;
  }
}
