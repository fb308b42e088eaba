package dev.sessionlifecycle.console;

import static dev.sessionlifecycle.console.ConsoleFixture.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When texts are shown, to whom, and how. */
class ConsoleTextsTest {
  private final ConsoleFixture fixture = new ConsoleFixture();
  private final Console permitted =
      fixture.builder(ConsolePermission.VIEW, ConsolePermission.READ_TEXTS).build();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void no_screen_shows_a_text_without_the_permission() {
    Session session = fixture.data.ended("sms", TerminationReason.UNKNOWN);
    fixture.data.sessions().disposition(session.id(), "callback", "ask " + SampleData.CANARY);
    fixture.data.runSteps();
    fixture.data.twilio.map(SampleData.CANARY);
    for (String path :
        List.of(
            "",
            "sessions",
            "sessions.csv",
            "sessions/" + session.id(),
            "parked",
            "retention?user=" + SampleData.USER,
            "reasons",
            "deliveries",
            "about")) {
      String separator = path.contains("?") ? "&" : "?";
      assertThat(page(fixture.reader(), path + separator + "texts=show"))
          .as(path)
          .doesNotContain(SampleData.CANARY);
    }
    assertThat(fixture.events)
        .extracting(ConsoleEvent::action)
        .containsOnly(ConsoleEvent.Action.PAGE_EXPORTED);
  }

  @Test
  void texts_are_shown_when_they_are_asked_for_and_that_is_recorded() {
    Session session = fixture.data.ended("voice", TerminationReason.UNKNOWN);
    fixture.data.runSteps();
    String address = "sessions/" + session.id();
    assertThat(page(permitted, address))
        .doesNotContain(SampleData.CANARY)
        .contains("Show texts")
        .contains("characters, masked");
    assertThat(fixture.events).isEmpty();
    assertThat(page(permitted, address + "?texts=show"))
        .contains("My machine from " + SampleData.CANARY)
        .contains("[PHONE_NUMBER]")
        .contains(SampleData.CANARY + " hung up")
        .contains("Mask texts");
    assertThat(fixture.events)
        .containsExactly(
            new ConsoleEvent(
                "ops",
                SampleData.ORGANIZATION,
                ConsoleEvent.Action.TEXTS_SHOWN,
                List.of(session.id()),
                ConsoleEvent.Result.DONE,
                1));
  }

  @Test
  void texts_stay_masked_until_the_scrub_is_done() {
    Session live = fixture.data.open("voice");
    Session ended = fixture.data.ended("voice", TerminationReason.UNKNOWN);
    for (Session session : List.of(live, ended)) {
      assertThat(page(permitted, "sessions/" + session.id() + "?texts=show"))
          .doesNotContain(SampleData.CANARY)
          .contains("the scrub of this session is not done");
    }
    fixture.data.runSteps();
    assertThat(page(permitted, "sessions/" + ended.id() + "?texts=show"))
        .contains(SampleData.CANARY);
    Console stricter =
        fixture
            .builder(ConsolePermission.VIEW, ConsolePermission.READ_TEXTS)
            .scrubStep("another")
            .build();
    assertThat(page(stricter, "sessions/" + ended.id() + "?texts=show"))
        .doesNotContain(SampleData.CANARY);
  }

  @Test
  void texts_that_were_scrubbed_before_they_were_stored_are_shown_of_a_live_session() {
    Session session = open(Storing.SCRUBBED_ON_WRITE);
    assertThat(page(permitted, "sessions/" + session.id() + "?texts=show"))
        .contains("[PHONE_NUMBER]");
    Session facts = open(Storing.FACTS_ONLY);
    assertThat(page(permitted, "sessions/" + facts.id() + "?texts=show"))
        .contains("No texts are stored");
  }

  private Session open(Storing storing) {
    Session session =
        fixture
            .data
            .sessions()
            .open(SessionRequest.on("voice", UUID.randomUUID()).withStoring(storing))
            .orThrow();
    fixture.data.sessions().append(session.id(), Message.fromUser("Call me on +49 30 23125 014."));
    return session;
  }

  @Test
  void unmapped_reasons_are_masked_until_they_are_asked_for() {
    fixture.data.vapi.map("my name is " + SampleData.CANARY);
    assertThat(page(permitted, "reasons")).contains("masked").doesNotContain(SampleData.CANARY);
    assertThat(page(permitted, "reasons?texts=show")).contains(SampleData.CANARY);
    assertThat(fixture.events)
        .extracting(ConsoleEvent::action)
        .containsExactly(ConsoleEvent.Action.UNMAPPED_SHOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</p><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "<svg/onload=alert(1)>",
        "]]><!--<script>",
        "javascript:alert(1)//</a>",
        "${7*7} {{7*7}} @import"
      })
  void hostile_text_is_never_markup_wherever_it_stands(String hostile) {
    String channel = hostile.length() > 32 ? hostile.substring(0, 32) : hostile;
    Session session =
        fixture
            .data
            .sessions()
            .open(
                SessionRequest.on(channel, SampleData.USER)
                    .withStatus(SessionStatus.ACTIVE)
                    .withSubject(hostile)
                    .withExternalRef(new ExternalRef(hostile, hostile))
                    .withMetadata(Map.of(hostile, hostile)))
            .orThrow();
    fixture.data.sessions().append(session.id(), Message.fromUser(hostile));
    fixture
        .data
        .sessions()
        .close(session.id(), EndRequest.reported(hostile).withTriggeredBy(hostile));
    fixture.data.runSteps();
    fixture.data.twilio.map(hostile);
    fixture
        .data
        .lifecycle
        .retention(SampleData.ORGANIZATION)
        .place(HoldScope.session(session.id()), hostile, hostile);
    ConsoleUser user =
        new ConsoleUser(hostile, List.of(SampleData.ORGANIZATION), ConsoleFixture.ALL);
    Console console = fixture.builder(user).actions(ConsoleFixture.KEY).title(hostile).build();
    String asked = ConsoleFixture.encode(hostile);
    for (String path :
        List.of(
            "?channel=" + asked,
            "sessions?channel=" + asked + "&disposition=" + asked + "&cursor=" + asked,
            "sessions",
            "sessions/" + session.id() + "?texts=show&done=" + asked,
            "parked?step=" + asked + "&label=" + asked,
            "retention",
            "reasons?texts=show",
            "about",
            "x/" + asked)) {
      String page = page(console, path);
      assertThat(page).as(path).doesNotContainPattern("href=\"javascript:");
      // Within double quotes, no other character than another one ends the value.
      assertThat(page.replaceAll("=\"[^\"]*\"", "=\"\""))
          .as(path)
          .doesNotContainPattern("<script(?! src=\"\")")
          .doesNotContainPattern("<(?:img|svg/)|<[^>]*\\son(?:error|load|focus)\\s*=");
    }
  }

  @Test
  void long_message_is_cut_and_says_how_much_is_left() {
    Session session =
        fixture
            .data
            .sessions()
            .open(
                SessionRequest.on("voice", UUID.randomUUID())
                    .withStoring(Storing.SCRUBBED_ON_WRITE))
            .orThrow();
    fixture.data.sessions().append(session.id(), Message.fromUser("la ".repeat(20_000)));
    assertThat(page(permitted, "sessions/" + session.id() + "?texts=show"))
        .hasSizeLessThan(40_000)
        .contains("… and 56,000 more characters");
  }
}
