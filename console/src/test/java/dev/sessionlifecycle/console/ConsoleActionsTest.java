package dev.sessionlifecycle.console;

import static dev.sessionlifecycle.console.ConsoleFixture.get;
import static dev.sessionlifecycle.console.ConsoleFixture.page;
import static dev.sessionlifecycle.console.ConsoleFixture.post;
import static dev.sessionlifecycle.console.ConsoleFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What forms do, and that it is recorded. */
class ConsoleActionsTest {
  private final ConsoleFixture fixture = new ConsoleFixture();
  private final Console console = fixture.full();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Session parked() {
    Session session = fixture.data.ended("sms", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    return session;
  }

  private int parkedChains() {
    return fixture.data.lifecycle.finalizer().parked(SampleData.ORGANIZATION).size();
  }

  private static String location(ConsoleReply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(303);
    return reply.headers().get("Location");
  }

  /** The page that counts; names and values in turn. */
  private ConsoleReply check(String... parameters) {
    StringBuilder address = new StringBuilder("parked/check?");
    for (int i = 0; i < parameters.length; i += 2) {
      address.append(parameters[i]).append('=').append(parameters[i + 1]).append('&');
    }
    return console.answer(get(address.toString()));
  }

  private ConsoleEvent lastEvent() {
    return fixture.events.get(fixture.events.size() - 1);
  }

  @Test
  void selection_is_counted_first_and_then_replayed() {
    Session first = parked();
    Session second = parked();
    Session third = parked();
    ConsoleReply check =
        check(
            "what",
            "replay",
            "scope",
            "picked",
            "session",
            first.id().toString(),
            "session",
            second.id().toString(),
            "session",
            UUID.randomUUID().toString());
    assertThat(check.body()).contains("Run again: 2 chains").contains("Nothing has been changed");
    assertThat(fixture.events).isEmpty();
    assertThat(parkedChains()).isEqualTo(3);
    ConsoleReply done =
        submit(
            console,
            check,
            "parked/replay",
            "scope",
            "picked",
            "session",
            first.id().toString(),
            "session",
            second.id().toString());
    assertThat(location(done)).isEqualTo("../parked?done=replayed-2");
    assertThat(page(console, "parked?done=replayed-2")).contains("Run again: 2.");
    assertThat(fixture.data.lifecycle.finalizer().parked(SampleData.ORGANIZATION))
        .extracting(it -> it.sessionId())
        .containsExactly(third.id());
    assertThat(lastEvent())
        .isEqualTo(
            new ConsoleEvent(
                "ops",
                SampleData.ORGANIZATION,
                ConsoleEvent.Action.REPLAYED,
                List.of(first.id(), second.id()),
                ConsoleEvent.Result.DONE,
                2));
  }

  @Test
  void second_submit_of_a_form_finds_nothing_to_do() {
    Session session = parked();
    ConsoleReply check =
        check("what", "replay", "scope", "picked", "session", session.id().toString());
    String[] fields = {"scope", "picked", "session", session.id().toString()};
    assertThat(location(submit(console, check, "parked/replay", fields))).endsWith("replayed-1");
    assertThat(location(submit(console, check, "parked/replay", fields))).endsWith("replayed-0");
    assertThat(lastEvent().result()).isEqualTo(ConsoleEvent.Result.NOTHING);
  }

  @Test
  void all_that_the_filter_lets_through_are_skipped_with_a_label() {
    Session session = parked();
    parked();
    ConsoleReply check =
        check("what", "skip", "scope", "all", "step", "crm", "label", "contact_unknown");
    assertThat(check.body()).contains("Skip: 2 chains");
    String[] fields = {"scope", "all", "step", "crm", "label", "contact_unknown"};
    ConsoleReply refused = submit(console, check, "parked/skip", with(fields, "why", "No Label!"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(lastEvent().result()).isEqualTo(ConsoleEvent.Result.FAILED);
    assertThat(parkedChains()).isEqualTo(2);
    ConsoleReply done = submit(console, check, "parked/skip", with(fields, "why", "ticket-7"));
    assertThat(location(done)).endsWith("skipped-2");
    assertThat(steps(session))
        .filteredOn(it -> it.progress() == SessionChain.Progress.PARKED)
        .extracting(SessionChain.ChainStep::name)
        .containsExactly("webhook-acme");
    assertThat(page(console, "sessions/" + session.id())).contains("ticket-7");
  }

  private static String[] with(String[] fields, String... more) {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  private List<SessionChain.ChainStep> steps(Session session) {
    return fixture
        .data
        .lifecycle
        .finalizer()
        .chain(SampleData.ORGANIZATION, session.id())
        .orElseThrow()
        .steps();
  }

  @Test
  void one_session_is_skipped_from_its_own_page() {
    Session session = parked();
    Session other = parked();
    ConsoleReply check =
        check("what", "skip", "scope", "picked", "session", session.id().toString());
    assertThat(check.body()).contains("Skip: 1 chain<");
    submit(
        console,
        check,
        "parked/skip",
        "scope",
        "picked",
        "session",
        session.id().toString(),
        "why",
        "done_by_hand");
    assertThat(steps(session)).noneMatch(it -> it.progress() == SessionChain.Progress.PARKED);
    assertThat(steps(other)).anyMatch(it -> it.progress() == SessionChain.Progress.PARKED);
  }

  @Test
  void runaway_session_is_ended_once_in_the_name_of_the_user() {
    Session session = fixture.data.open("voice");
    String page = "sessions/" + session.id();
    ConsoleReply form = console.answer(get(page));
    ConsoleReply first = submit(console, form, page + "/end", "reason", "agent_error");
    assertThat(location(first)).endsWith("?done=ended-1");
    ConsoleReply second = submit(console, form, page + "/end", "reason", "error");
    assertThat(location(second)).endsWith("?done=late-0");
    Session ended = fixture.data.sessions().get(session.id());
    assertThat(ended.reason()).isEqualTo(TerminationReason.AGENT_ERROR);
    assertThat(ended.triggeredBy()).isEqualTo("ops");
    assertThat(fixture.events)
        .extracting(ConsoleEvent::result)
        .containsExactly(ConsoleEvent.Result.DONE, ConsoleEvent.Result.NOTHING);
    assertThat(page(console, page + "?done=late-0")).contains("The session had ended before");
    assertThat(page(console, page)).doesNotContain("End this session");
  }

  @Test
  void hold_is_placed_on_an_end_user_and_released() {
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    String page = "sessions/" + session.id();
    submit(console, page, page + "/hold", "scope", "user", "why", "matter 9");
    List<Hold> holds =
        fixture.data.lifecycle.retention(SampleData.ORGANIZATION).holdsInForce(null, 10);
    assertThat(holds).singleElement().satisfies(it -> assertThat(it.placedBy()).isEqualTo("ops"));
    assertThat(lastEvent().action()).isEqualTo(ConsoleEvent.Action.HOLD_PLACED);
    ConsoleReply released =
        submit(console, "retention", "retention/release", "hold", holds.get(0).id().toString());
    assertThat(location(released)).endsWith("released-1");
    assertThat(fixture.data.lifecycle.retention(SampleData.ORGANIZATION).holdsInForce(null, 10))
        .isEmpty();
    assertThat(lastEvent().action()).isEqualTo(ConsoleEvent.Action.HOLD_RELEASED);
  }

  @Test
  void hold_without_a_reason_is_refused_in_words() {
    Session session = fixture.data.open("voice");
    String page = "sessions/" + session.id();
    ConsoleReply reply = submit(console, page, page + "/hold", "scope", "session");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("why: must not be blank");
  }

  @Test
  void end_user_is_erased_after_a_count() {
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.open("voice");
    fixture.data.runSteps();
    String user = SampleData.USER.toString();
    ConsoleReply check = console.answer(get("retention/check?user=" + user));
    assertThat(check.body()).contains("1 live").contains("Nothing has been changed yet");
    assertThat(fixture.data.sessions().find(session.id())).isPresent();
    ConsoleReply erased =
        submit(console, check, "retention/erase", "user", user, "reason", "request 12");
    assertThat(location(erased)).endsWith("user=" + user + "&done=partly-1");
    assertThat(fixture.data.sessions().find(session.id())).isEmpty();
    fixture.data.runSteps();
    ConsoleReply again = submit(console, check, "retention/erase", "user", user);
    assertThat(location(again)).endsWith("done=erased-1");
    assertThat(page(console, "retention?user=" + user)).contains("nothing is left");
    assertThat(lastEvent().ids()).containsExactly(SampleData.USER);
  }

  @Test
  void search_finds_a_session_by_each_of_its_ids_and_none_is_in_an_address() {
    Session session = fixture.data.open("voice");
    String external = session.externalRef().source() + ":" + session.externalRef().id();
    String found = "./sessions/" + session.id();
    assertThat(search(external)).isEqualTo(found);
    assertThat(search(external.replaceFirst("call:", "call "))).isEqualTo(found);
    assertThat(search(session.id().toString())).isEqualTo(found);
    assertThat(search(" " + session.id().toString().toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(found);
    assertThat(search(SampleData.USER.toString())).isEqualTo("./sessions?user=" + SampleData.USER);
    assertThat(search(SampleData.CANARY + ":1")).isEqualTo("./sessions?done=none-0");
    assertThat(search("")).isEqualTo("./sessions?done=none-0");
  }

  private String search(String text) {
    return location(fixture.reader().answer(post("search", "q", text)));
  }
}
