package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends sessions in memory, compared to a map whose record is replaced; also measures how many
 * sessions fit.
 */
final class InMemory {
  private static final String LIBRARY = "library";
  private static final String MAP = "ConcurrentHashMap.compute";
  private static final int SESSIONS = 40_000;
  private static final int ON_THE_HEAP = 50_000;
  private static final int MESSAGES = 4;

  /** The least that a host would keep of a session. */
  private record Kept(UUID id, String status, Instant startedAt, Instant endedAt) {}

  private static final EndReason VERDICT = EndReason.of(TerminationReason.USER_REJECTED);
  private static final CloseDefaults TERMS =
      new CloseDefaults(ChainDefinitions.byType(Library.CHAIN), Library.RETENTION);

  /** The store of a run: created anew before each. */
  private InMemorySessionStore store = InMemorySessionStore.create();

  private OrganizationSessions sessions = Library.on(store);

  private final ConcurrentHashMap<UUID, Kept> map = new ConcurrentHashMap<>();

  private InMemory() {}

  static void run(Figures figures) throws Exception {
    InMemory place = new InMemory();
    List<Contender> all =
        List.of(
            Contender.single(LIBRARY, place::close),
            Contender.single("its store", place::end),
            Contender.single(MAP, place::replace));
    // A run takes a twentieth of a second: it takes several until everything is compiled.
    Contest contest = new Contest(place::sow, SESSIONS, 60, 5, 7, figures);
    Rates rates = contest.run("memory", 1, all);
    new Contest(place::sow, SESSIONS, 60, figures).run("memory", 8, all);
    figures.add("close.memory.vs_map", rates.ratio("its store", MAP));
    figures.add("close.memory.front_door_vs_map", rates.ratio(LIBRARY, MAP));
  }

  private List<UUID> sow(Contender contender, int count) {
    boolean isLibrary = !contender.name().equals(MAP);
    store = InMemorySessionStore.create();
    sessions = Library.on(store);
    map.clear();
    List<UUID> ids = new ArrayList<>(count);
    Instant now = Instant.now();
    for (int i = 0; i < count; i++) {
      UUID id = isLibrary ? open(sessions) : UUID.randomUUID();
      if (!isLibrary) {
        map.put(id, new Kept(id, "active", now, Instant.MAX));
      }
      ids.add(id);
    }
    System.gc();
    return ids;
  }

  private static UUID open(OrganizationSessions sessions) {
    return sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
  }

  private void close(UUID id) {
    Library.check(sessions.close(id, Library.REASON).isWinner());
  }

  private void end(UUID id) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    CloseIntent intent =
        CloseIntent.builder(new SessionKey(Library.ORGANIZATION, id), now, TERMS)
            .verdict(VERDICT)
            .reportedReason(Library.REASON)
            .build();
    Library.check(store.close(intent) instanceof CloseReply.Closed);
  }

  private void replace(UUID id) {
    Instant now = Instant.now();
    Kept kept =
        map.compute(
            id, (key, old) -> new Kept(key, "closed", Objects.requireNonNull(old).startedAt, now));
    Library.check(kept != null && kept.status.equals("closed"));
  }

  /**
   * Measures ended sessions with four messages of sixty characters each, their history and their
   * chain.
   */
  static void heap(Figures figures) {
    System.out.println("… sessions in a GiB of memory");
    long before = used();
    OrganizationSessions sessions = Library.on(InMemorySessionStore.create());
    UUID last = new UUID(0, 0);
    for (int i = 0; i < ON_THE_HEAP; i++) {
      last = open(sessions);
      for (int m = 0; m < MESSAGES; m++) {
        sessions.append(
            last, Message.fromUser(String.format(Locale.ROOT, "%060d", i * MESSAGES + m)));
      }
      Library.check(sessions.close(last, Library.REASON).isWinner());
    }
    long each = (used() - before) / ON_THE_HEAP;
    Library.check(sessions.find(last).isPresent());
    System.out.printf(
        Locale.ROOT, "%,d bytes for a session with %d messages, ended%n", each, MESSAGES);
    figures.add("memory.sessions_per_gib", (double) (1L << 30) / each);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
