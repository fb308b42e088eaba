package dev.sessionlifecycle.console;

import static dev.sessionlifecycle.console.ConsoleFixture.get;
import static dev.sessionlifecycle.console.ConsoleFixture.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each screen shows. */
class ConsoleScreensTest {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:href|src|action|formaction)=\"([^\"]*)\"");

  private final ConsoleFixture fixture = new ConsoleFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sessions", "parked", "retention", "reasons", "deliveries", "about"})
  void screen_without_any_data_says_so(String path) {
    Console plain =
        Console.builder(
                fixture.data.lifecycle,
                request -> Optional.of(ConsoleUser.reader("ops", SampleData.ORGANIZATION)))
            .build();
    ConsoleReply reply = plain.answer(get(path));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).containsOnlyOnce("<h1>").contains("</html>");
    assertThat(reply.body()).contains("class=\"empty\"");
  }

  @Test
  void every_address_on_every_screen_is_relative() {
    Session shown = fixture.data.fillDay(60);
    for (String path :
        List.of(
            "",
            "sessions",
            "sessions/" + shown.id(),
            "parked",
            "retention?user=" + SampleData.USER,
            "reasons",
            "deliveries",
            "about",
            "missing/page")) {
      assertThat(ADDRESS.matcher(page(fixture.full(), path)).results())
          .as(path)
          .isNotEmpty()
          .extracting(it -> it.group(1))
          .allMatch(it -> it.startsWith("./") || it.startsWith("../") || it.startsWith("#"));
    }
  }

  @Test
  void overview_counts_outcomes_reasons_and_what_is_stuck() {
    fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.ended("sms", TerminationReason.UNKNOWN);
    fixture.data.open("web");
    fixture.data.runSteps();
    String page = page(fixture.reader(), "");
    assertThat(page)
        .contains("<p class=\"value\">3</p>")
        .contains("50.0 %</p><p class=\"note\">1 of 2 ended")
        .contains("wait for you")
        .contains("not ended <b>1</b>")
        .contains("reason=unknown")
        .contains("<rect x=");
    assertThat(page(fixture.reader(), "?channel=web")).contains("<p class=\"value\">1</p>");
    assertThat(page(fixture.reader(), "?range=nonsense")).contains("Last 24 hours");
  }

  @Test
  void session_shows_who_ended_it_why_and_what_happens_next() {
    Session session = fixture.data.ended("sms", TerminationReason.CALLEE_BUSY);
    fixture.data.runSteps();
    fixture
        .data
        .lifecycle
        .retention(SampleData.ORGANIZATION)
        .place(HoldScope.endUser(SampleData.USER), "matter 7", "legal");
    assertThat(page(fixture.reader(), "sessions/" + session.id()))
        .contains("Ended by voice-worker at 2026-01-01 00:01:04, reason: callee busy.")
        .contains("Opened as active")
        .contains("Ended as closed")
        .contains("1 in force: matter 7")
        .contains("Parked: nothing is left to run")
        .contains("contact_unknown")
        .contains("scrub done, summarize done, crm parked, metrics done, webhook-acme parked")
        .contains("2026-04-01 00:01:04");
  }

  @Test
  void live_session_shows_the_limit_that_ends_it() {
    Session session = fixture.data.open("voice");
    assertThat(page(fixture.reader(), "sessions/" + session.id()))
        .contains("It is active since")
        .containsPattern("ends it as expired at 2026-01-01 .* because of silence timeout")
        .contains("Its steps begin when it ends");
  }

  @Test
  void sessions_are_filtered_and_paged() {
    for (int i = 0; i < 60; i++) {
      fixture.data.ended("voice", TerminationReason.RESOLVED);
    }
    Session chat = fixture.data.ended("web", TerminationReason.UNKNOWN);
    Console console = fixture.reader();
    String first = page(console, "sessions");
    assertThat(first).contains("50 sessions on this page").contains("cursor=");
    String next = first.replaceAll("(?s).*href=\"\\./([^\"]*cursor=[^\"]*)\" rel=\"next\".*", "$1");
    assertThat(page(console, next.replace("&amp;", "&")))
        .contains("11 sessions on this page")
        .contains("First page");
    assertThat(page(console, "sessions?channel=web&reason=unknown&outcome=unknown&status=closed"))
        .contains("1 session on this page")
        .contains(chat.id().toString());
    assertThat(page(console, "sessions?status=live")).contains("No session matches");
    assertThat(page(console, "sessions?user=" + SampleData.USER)).contains("All times");
    fixture.clock.advance(Duration.ofDays(2));
    assertThat(page(console, "sessions")).contains("No session matches");
    assertThat(page(console, "sessions?range=7d")).contains("50 sessions on this page");
  }

  @Test
  void cursor_that_was_made_up_is_refused_in_words() {
    ConsoleReply reply = fixture.reader().answer(get("sessions?cursor=nonsense"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("cursor");
  }

  @Test
  void csv_has_the_page_and_no_formula() {
    fixture.data.ended("=cmd()", TerminationReason.RESOLVED);
    fixture.data.ended("a,\"b", TerminationReason.RESOLVED);
    ConsoleReply reply = fixture.reader().answer(get("sessions.csv"));
    assertThat(reply.headers())
        .containsEntry("Content-Type", "text/csv; charset=utf-8")
        .containsEntry("Content-Disposition", "attachment; filename=\"sessions.csv\"");
    assertThat(reply.body().lines()).hasSize(3);
    assertThat(reply.body())
        .contains(",'=cmd(),")
        .contains(",\"a,\"\"b\",")
        .doesNotContain(SampleData.CANARY);
    assertThat(fixture.events)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.action()).isEqualTo(ConsoleEvent.Action.PAGE_EXPORTED);
              assertThat(it.count()).isEqualTo(2);
            });
  }

  @Test
  void parked_work_is_grouped_by_step_and_label() {
    for (int i = 0; i < 3; i++) {
      fixture.data.ended("sms", TerminationReason.RESOLVED);
    }
    fixture.data.runSteps();
    String page = page(fixture.reader(), "parked");
    assertThat(page).contains("contact_unknown").contains("http_410").doesNotContain("checkbox");
    assertThat(page(fixture.reader(), "parked?step=crm&label=other")).contains("Nothing is parked");
    assertThat(page(fixture.full(), "parked")).contains("checkbox").contains("Replay …");
  }

  @Test
  void deliveries_show_what_was_given_up() {
    Session session = fixture.data.ended("sms", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    assertThat(page(fixture.reader(), "deliveries"))
        .contains("webhook-acme")
        .contains("1 given up")
        .contains(session.id().toString());
  }

  @Test
  void retention_says_when_an_end_user_is_gone_and_what_is_in_the_way() {
    fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    String address = "retention?user=" + SampleData.USER;
    assertThat(page(fixture.reader(), address))
        .contains("All 2 sessions will be gone after 2026-04-01");
    fixture
        .data
        .lifecycle
        .retention(SampleData.ORGANIZATION)
        .place(HoldScope.endUser(SampleData.USER), "matter 7", "legal");
    fixture.data.open("voice");
    assertThat(page(fixture.reader(), address))
        .contains("No date can be given for all of them: 1 not ended, 1 hold in force")
        .contains("matter 7");
    assertThat(page(fixture.reader(), "retention?user=" + new UUID(1, 1)))
        .contains("nothing is left");
  }

  @Test
  void receipts_show_what_was_purged() {
    fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    fixture.clock.advance(Duration.ofDays(91));
    fixture.data.lifecycle.housekeeping().runDue(100);
    assertThat(page(fixture.reader(), "retention")).contains("purge").contains("2026-04-02");
  }

  @Test
  void about_shows_the_chain_and_the_permissions() {
    assertThat(page(fixture.full(), "about"))
        .contains("webhook-acme")
        .contains("view, read texts, replay, skip, end, hold, erase");
    assertThat(page(fixture.reader(), "about")).contains("read-only for everybody");
  }

  @Test
  void screens_of_several_organizations_keep_the_chosen_one() {
    ConsoleUser user =
        ConsoleUser.reader("ops", SampleData.ORGANIZATION, SampleData.OTHER_ORGANIZATION);
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    Console console = fixture.builder(user).build();
    String page = page(console, "sessions?org=" + SampleData.OTHER_ORGANIZATION);
    assertThat(page)
        .contains("No session matches")
        .contains("parked?org=" + SampleData.OTHER_ORGANIZATION)
        .contains("name=\"org\" value=\"" + SampleData.OTHER_ORGANIZATION);
    assertThat(page(console, "sessions")).contains(session.id().toString());
  }

  @Test
  void pages_of_a_conversation_follow_each_other() {
    Session session = fixture.data.open("voice");
    for (int i = 0; i < 60; i++) {
      fixture.data.sessions().append(session.id(), Message.fromAgent("line " + i));
    }
    String address = "sessions/" + session.id();
    assertThat(page(fixture.reader(), address)).contains("1–50 of 64").contains("after=50");
    assertThat(page(fixture.reader(), address + "?after=50")).contains("51–64 of 64");
    assertThat(page(fixture.reader(), address + "?after=x")).contains("1–50 of 64");
  }

  @Test
  void assets_need_no_user() {
    Console closed = Console.builder(fixture.data.lifecycle, request -> Optional.empty()).build();
    assertThat(closed.answer(get("console.css")).status()).isEqualTo(200);
    assertThat(closed.answer(get("console.js")).headers())
        .containsEntry("Content-Type", "text/javascript; charset=utf-8");
    assertThat(closed.answer(get("")).status()).isEqualTo(403);
  }
}
