package dev.sessionlifecycle.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a stranger is asked to do, done with the console alone, on the memory store and PostgreSQL.
 */
@Tag("long")
class TaskListTest {
  private static final Path PAGE = Path.of("../docs/console.md");
  private static final UUID USER = UUID.fromString("018f0000-0000-7000-8000-00000000c0de");

  /** A system that is down for a while. */
  private static final class Crm implements FinalizeStep {
    private final AtomicBoolean isUp = new AtomicBoolean();

    @Override
    public String name() {
      return "crm";
    }

    @Override
    public StepOutcome execute(StepContext context) {
      return isUp.get() ? StepOutcome.done() : StepOutcome.rejected("crm_down");
    }
  }

  private final Crm crm = new Crm();
  private final Map<String, Duration> times = new LinkedHashMap<>();
  private int clicks;

  @Test
  void stranger_finds_the_way_on_the_memory_store() throws IOException {
    carryOut(InMemorySessionStore.create());
    String table =
        times.entrySet().stream()
            .map(it -> "| " + it.getKey() + " | " + it.getValue().toMillis() + " ms |\n")
            .collect(Collectors.joining());
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      String page = Files.readString(PAGE);
      String head = "| task | pages and clicks | the browser's time |\n|---|---|---|\n";
      int from = page.indexOf(head) + head.length();
      int to = page.indexOf("\n\n", from) + 1;
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    }
    for (String task : times.keySet()) {
      assertThat(Files.readString(PAGE)).contains("| " + task + " |");
    }
  }

  @Test
  void stranger_finds_the_way_on_postgresql() {
    carryOut(
        JdbcSessionStore.builder(PostgresServer.shared().createDatabase().dataSource())
            .schemaMode(SchemaMode.MIGRATE)
            .build());
  }

  private void carryOut(SessionStore store) {
    FinalizeChain chain = FinalizeChain.first(crm);
    try (SessionLifecycle lifecycle =
            SessionLifecycle.builder(store)
                .finalizeWith(chain)
                .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
                .build();
        ConsoleServer server = new ConsoleServer(console(lifecycle, chain));
        Browser browser = new Browser()) {
      Session ended = open(lifecycle, "CA-ended");
      lifecycle.organization(SampleData.ORGANIZATION).close(ended.id(), "callee_busy");
      Session runaway = open(lifecycle, "CA-runaway");
      lifecycle.finalizer().runDue(10);
      timed("find why a call ended", () -> why(browser, server));
      timed("find what is stuck and let it run", () -> stuck(browser, server, lifecycle));
      timed("end a runaway session", () -> end(browser, server));
      lifecycle.finalizer().runDue(10);
      timed("prove that a user's data will be gone on a date", () -> gone(browser, server));
      for (Screen screen : Screen.values()) {
        assertThat(browser.open(server.at(screen.path)).heading()).isEqualTo(screen.label);
      }
      assertThat(browser.complaints()).isEmpty();
      assertThat(lifecycle.organization(SampleData.ORGANIZATION).get(runaway.id()))
          .extracting(Session::reason, Session::triggeredBy)
          .containsExactly(TerminationReason.AGENT_ERROR, "stranger");
    }
  }

  private static Console console(SessionLifecycle lifecycle, FinalizeChain chain) {
    ConsoleUser user =
        new ConsoleUser("stranger", List.of(SampleData.ORGANIZATION), ConsoleFixture.ALL);
    return Console.builder(lifecycle, request -> Optional.of(user))
        .chain(chain)
        .actions(ConsoleFixture.KEY)
        .build();
  }

  private static Session open(SessionLifecycle lifecycle, String call) {
    return lifecycle
        .organization(SampleData.ORGANIZATION)
        .open(
            SessionRequest.on("voice", USER)
                .withStatus(SessionStatus.ACTIVE)
                .withExternalRef(new ExternalRef("twilio", call)))
        .orThrow();
  }

  private void timed(String task, Runnable steps) {
    clicks = 0;
    long start = System.nanoTime();
    steps.run();
    times.put(task + " | " + clicks, Duration.ofNanos(System.nanoTime() - start));
  }

  private void step(Runnable click) {
    clicks++;
    click.run();
  }

  /** Knows the number that the telephone company gave the call. */
  private void why(Browser browser, ConsoleServer server) {
    step(() -> browser.open(server.at("")));
    step(() -> browser.follow("Sessions"));
    step(() -> browser.type("input[name=q]", "twilio:CA-ended").press(".search button"));
    assertThat(browser.text()).contains("reason: callee busy").contains("by api");
  }

  private void stuck(Browser browser, ConsoleServer server, SessionLifecycle lifecycle) {
    step(() -> browser.open(server.at("")));
    assertThat(browser.text()).contains("wait for you");
    step(() -> browser.follow("Parked"));
    assertThat(browser.text()).contains("crm_down");
    crm.isUp.set(true);
    step(() -> browser.press("input[value=all]"));
    step(() -> browser.press("button[value=replay]"));
    assertThat(browser.text()).contains("Run again: 1 chain");
    step(() -> browser.press("form.action button"));
    lifecycle.finalizer().runDue(10);
    step(() -> browser.follow("Parked work"));
    assertThat(browser.text()).contains("Nothing is parked");
  }

  /** Knows the id of the user. */
  private void gone(Browser browser, ConsoleServer server) {
    step(() -> browser.open(server.at("")));
    step(() -> browser.follow("Retention"));
    step(() -> browser.type("input[name=user]", USER.toString()).press(".filter button"));
    assertThat(browser.text()).containsPattern("All 2 sessions will be gone after 20\\d\\d-");
  }

  private void end(Browser browser, ConsoleServer server) {
    step(() -> browser.open(server.at("")));
    step(() -> browser.follow("Not ended"));
    step(() -> browser.press("tbody a"));
    step(() -> browser.press("option[value=agent_error]"));
    step(() -> browser.press("form[action$='/end'] button"));
    assertThat(browser.text()).contains("The session has ended.");
  }
}
