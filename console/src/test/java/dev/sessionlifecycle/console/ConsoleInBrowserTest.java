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
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.steps.HostileTranscripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Each screen in a real browser: by keyboard, without script, narrow and wide, light and dark. */
@Tag("long")
class ConsoleInBrowserTest {
  private static ConsoleFixture fixture;
  private static Session shown;
  private static ConsoleServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    fixture = new ConsoleFixture();
    shown = fixture.data.fillDay(15);
    server = new ConsoleServer(fixture.full());
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
    fixture.close();
  }

  @AfterEach
  void reset() {
    browser.scripts(true).dark(false).width(1_280);
  }

  static List<String> screens(Session session) {
    return List.of(
        "",
        "sessions",
        "sessions/" + session.id() + "?texts=show",
        "parked",
        "retention?user=" + SampleData.USER,
        "reasons",
        "deliveries",
        "about");
  }

  @ParameterizedTest
  @CsvSource({"320,false", "320,true", "1600,false", "1600,true"})
  void screens_are_accessible_and_fit(int width, boolean isDark) {
    browser.width(width).dark(isDark);
    for (String screen : screens(shown)) {
      browser.open(server.at(screen));
      assertThat(browser.overflow()).as("overflow of '%s'", screen).isZero();
      // Each theme and each width once: axe takes most of the time.
      if (isDark == (width == 320)) {
        assertThat(browser.accessibilityViolations()).as("'%s'", screen).isEmpty();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void confirmation_and_error_pages_are_accessible_and_fit() {
    browser.width(320).open(server.at("parked")).press("button[value=replay]");
    assertThat(browser.text()).contains("Nothing of what you picked is parked any more");
    assertThat(browser.accessibilityViolations()).isEmpty();
    browser.open(server.at("parked")).press("input[value=all]").press("button[value=skip]");
    assertThat(browser.text()).contains("Nothing has been changed yet");
    assertThat(browser.overflow()).isZero();
    assertThat(browser.accessibilityViolations()).isEmpty();
    browser.complaints();
    browser.open(server.at("nothing-here"));
    assertThat(browser.heading()).isEqualTo("Not found");
    assertThat(browser.accessibilityViolations()).isEmpty();
    assertThat(browser.complaints()).allMatch(it -> it.contains("404"));
  }

  @Test
  void axe_finds_what_is_wrong_on_a_bad_page() {
    browser.open(server.at("about"));
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=\"icon.svg\">')");
    assertThat(browser.accessibilityViolations()).anyMatch(it -> it.startsWith("image-alt"));
    browser.run("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')");
    assertThat(browser.complaints()).anyMatch(it -> it.contains("Content Security Policy"));
  }

  @Test
  void every_screen_is_reached_by_keyboard_alone() {
    for (Screen screen : Screen.values()) {
      browser.open(server.at("about"));
      tabTo(screen.label);
      browser.keys(Keys.ENTER);
      assertThat(browser.heading()).isEqualTo(screen.label);
    }
    browser.open(server.at("")).keys(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to content");
    browser.keys(Keys.ENTER);
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("content");
  }

  private static void tabTo(String text) {
    for (int i = 0; i < 40; i++) {
      browser.keys(Keys.TAB);
      if (browser.focused().getText().equals(text)) {
        return;
      }
    }
    throw new AssertionError("no way to " + text + " with the tabulator");
  }

  /** Everything that can be used is a stop of the tabulator, in the order of the page, and seen. */
  @Test
  void keyboard_stops_at_everything_and_the_focus_is_seen() {
    String count =
        "return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,"
            + " summary, [tabindex=\"0\"]')].filter(it => it.checkVisibility()"
            + " && !(it.type === 'radio' && !it.checked)).length";
    for (String screen : screens(shown)) {
      browser.open(server.at(screen));
      long expected = (Long) browser.run(count);
      List<WebElement> stops = new ArrayList<>();
      for (int i = 0; i < expected; i++) {
        browser.keys(Keys.TAB);
        stops.add(browser.focused());
        String outline =
            (String) browser.run("return getComputedStyle(document.activeElement).outlineStyle");
        assertThat(outline).as("focus on '%s'", screen).isEqualTo("solid");
      }
      assertThat(stops).as("stops on '%s'", screen).doesNotHaveDuplicates();
    }
  }

  @Test
  void everything_works_without_script() {
    browser.scripts(false);
    for (Screen screen : Screen.values()) {
      browser.open(server.at("about")).follow(screen.label);
      assertThat(browser.heading()).isEqualTo(screen.label);
    }
    browser.open(server.at("sessions")).type("input[name=q]", "twilio:CA8f2");
    browser.press(".search button");
    assertThat(browser.address()).endsWith("sessions/" + shown.id());
    browser.follow("Show texts");
    assertThat(browser.text()).contains("[EMAIL_ADDRESS]").doesNotContain("maria.keller");
    browser.open(server.at("sessions")).press("select[name=status] option[value=live]");
    browser.press(".filter button");
    assertThat(browser.all("tbody tr")).hasSize(8);
    browser.open(server.at("parked")).press("input[name=session]").press("button[value=replay]");
    assertThat(browser.text()).contains("Run again: 1 chain");
    assertThat(browser.all("button.pick-all")).allMatch(it -> !it.isDisplayed());
  }

  @Test
  void script_picks_all_of_a_page_and_back_shows_what_is_true_now() {
    Session session = fixture.data.ended("sms", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    browser.open(server.at("parked?step=crm")).press("button.pick-all");
    assertThat(browser.all("input[name=session]")).allMatch(WebElement::isSelected);
    browser.press("button.pick-all");
    assertThat(browser.all("input[name=session]")).noneMatch(WebElement::isSelected);
    browser.press("input[value='" + session.id() + "']").press("button[value=replay]");
    browser.press("form.action button");
    assertThat(browser.text()).contains("Run again: 1.");
    browser.back();
    assertThat(browser.text()).contains("Nothing of what you picked is parked any more");
  }

  @Test
  void ten_thousand_rows_are_shown_page_by_page() {
    SettableClock clock = SettableClock.create();
    try (SampleData many = new SampleData(InMemorySessionStore.create(clock), clock)) {
      for (int i = 0; i < 10_000; i++) {
        Session session =
            many.sessions()
                .open(SessionRequest.on("sms", new UUID(3, i)).withStatus(SessionStatus.ACTIVE))
                .orThrow();
        many.sessions().close(session.id(), "resolved");
        clock.advance(Duration.ofSeconds(5));
      }
      many.runSteps();
      try (ConsoleServer other = serve(many)) {
        browser.width(320).open(other.at(""));
        assertThat(browser.text()).contains("10,000");
        browser.open(other.at("sessions")).follow("Next page");
        assertThat(browser.all("tbody tr")).hasSize(50);
        assertThat(browser.overflow()).isZero();
        browser.open(other.at("parked"));
        assertThat(browser.text()).contains("10,000");
        assertThat(browser.all("input[name=session]")).hasSize(50);
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.press("input[value=all]").press("button[value=replay]");
        assertThat(browser.text()).contains("Run again: 10,000 chains");
        assertThat(browser.complaints()).isEmpty();
      }
    }
  }

  private static ConsoleServer serve(SampleData data) {
    return new ConsoleServer(console(data.lifecycle, data.clock));
  }

  private static Console console(SessionLifecycle lifecycle, SettableClock clock) {
    ConsoleUser user = new ConsoleUser("ops", List.of(SampleData.ORGANIZATION), ConsoleFixture.ALL);
    return Console.builder(lifecycle, request -> Optional.of(user))
        .clock(clock)
        .actions(ConsoleFixture.KEY)
        .build();
  }

  /** Says that it scrubs and leaves texts as they are, so that the browser gets all of them. */
  private record NoScrub(String name) implements FinalizeStep {
    @Override
    public StepOutcome execute(StepContext context) {
      return StepOutcome.done();
    }
  }

  private static SessionLifecycle unscrubbed(SettableClock clock) {
    return SessionLifecycle.builder(InMemorySessionStore.create(clock))
        .clock(clock)
        .finalizeWith(FinalizeChain.first(new NoScrub("scrub")))
        .build();
  }

  private static Session talk(SessionLifecycle lifecycle, List<String> texts) {
    Session session =
        lifecycle
            .organization(SampleData.ORGANIZATION)
            .open(SessionRequest.on("voice", SampleData.USER))
            .orThrow();
    for (String text : texts) {
      lifecycle.organization(SampleData.ORGANIZATION).append(session.id(), Message.fromUser(text));
    }
    lifecycle.organization(SampleData.ORGANIZATION).close(session.id(), "resolved");
    lifecycle.finalizer().runDue(10);
    return session;
  }

  @Test
  void hostile_transcripts_stay_text() {
    SettableClock clock = SettableClock.create();
    try (SessionLifecycle lifecycle = unscrubbed(clock);
        ConsoleServer other = new ConsoleServer(console(lifecycle, clock))) {
      List<String> texts = new ArrayList<>();
      HostileTranscripts.all().values().stream()
          .flatMap(it -> it.texts().stream())
          .distinct()
          .filter(it -> !it.isBlank())
          .limit(60)
          .forEach(texts::add);
      texts.add(0, "</p><script>document.title = 'taken'</script>");
      texts.add(1, "\"><img src=x onerror=\"document.title='taken'\">");
      Session session = talk(lifecycle, texts);
      browser.width(320).open(other.at("sessions/" + session.id() + "?texts=show"));
      assertThat(browser.all(".messages li")).hasSize(50);
      assertThat(browser.text()).contains("<script>document.title = 'taken'</script>");
      assertThat(browser.run("return document.title")).asString().startsWith("Session …");
      assertThat(browser.overflow()).isZero();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void session_of_ten_megabytes_is_read_page_by_page() {
    SettableClock clock = SettableClock.create();
    try (SessionLifecycle lifecycle = unscrubbed(clock);
        ConsoleServer other = new ConsoleServer(console(lifecycle, clock))) {
      String long64k = "word ".repeat(13_107);
      Session session = talk(lifecycle, java.util.Collections.nCopies(160, long64k));
      browser.open(other.at("sessions/" + session.id() + "?texts=show"));
      assertThat(browser.text()).contains("1–50 of 160").contains("more characters");
      browser.follow("Next page").follow("Next page").follow("Next page");
      assertThat(browser.text()).contains("151–160 of 160");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
