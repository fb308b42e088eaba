package dev.sessionlifecycle.console;

import static dev.sessionlifecycle.console.ConsoleFixture.KEY;
import static dev.sessionlifecycle.console.ConsoleFixture.get;
import static dev.sessionlifecycle.console.ConsoleFixture.post;
import static dev.sessionlifecycle.console.ConsoleFixture.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, what may be sent, and what is the same for everybody. */
class ConsoleSecurityTest {
  private final ConsoleFixture fixture = new ConsoleFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void console_without_an_access_is_not_built() {
    assertThatThrownBy(() -> Console.builder(fixture.data.lifecycle, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("access");
  }

  @Test
  void user_who_is_not_known_or_may_not_view_gets_one_refusal_for_everything() {
    Session session = fixture.data.open("voice");
    Console nobody = Console.builder(fixture.data.lifecycle, request -> Optional.empty()).build();
    Console blind =
        fixture
            .builder(
                EnumSet.complementOf(EnumSet.of(ConsolePermission.VIEW))
                    .toArray(ConsolePermission[]::new))
            .actions(KEY)
            .build();
    ConsoleReply refusal = nobody.answer(get(""));
    assertThat(refusal.status()).isEqualTo(403);
    for (String path : List.of("", "sessions/" + session.id(), "missing", "sessions.csv")) {
      assertThat(nobody.answer(get(path))).isEqualTo(refusal);
      assertThat(blind.answer(get(path))).isEqualTo(refusal);
    }
    assertThat(blind.answer(post("parked/replay"))).isEqualTo(refusal);
  }

  @Test
  void access_that_throws_lets_no_user_in() {
    Console broken =
        Console.builder(
                fixture.data.lifecycle,
                request -> {
                  throw new IllegalStateException("directory down");
                })
            .build();
    ConsoleReply reply = broken.answer(get("sessions"));
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("directory");
  }

  @Test
  void foreign_and_missing_look_alike_to_the_byte() {
    Session foreign =
        fixture
            .data
            .lifecycle
            .organization(SampleData.OTHER_ORGANIZATION)
            .open(SessionRequest.on("voice", UUID.randomUUID()))
            .orThrow();
    Console console = fixture.full();
    ConsoleReply missing = console.answer(get("sessions/" + UUID.randomUUID()));
    assertThat(missing.status()).isEqualTo(404);
    assertThat(console.answer(get("sessions/" + foreign.id()))).isEqualTo(missing);
    assertThat(console.answer(get("sessions/nonsense"))).isEqualTo(missing);
    String other = SampleData.OTHER_ORGANIZATION.toString();
    ConsoleReply noSuchOrganization = console.answer(get("sessions?org=" + UUID.randomUUID()));
    assertThat(noSuchOrganization.status()).isEqualTo(404);
    assertThat(console.answer(get("sessions?org=" + other))).isEqualTo(noSuchOrganization);
    assertThat(console.answer(get("nothing-here"))).isEqualTo(noSuchOrganization);
  }

  @Test
  void actions_on_foreign_and_missing_sessions_look_alike() {
    Session foreign =
        fixture
            .data
            .lifecycle
            .organization(SampleData.OTHER_ORGANIZATION)
            .open(SessionRequest.on("voice", UUID.randomUUID()))
            .orThrow();
    Console console = fixture.full();
    UUID missing = UUID.randomUUID();
    assertThat(end(console, foreign.id())).isEqualTo(end(console, missing));
    assertThat(end(console, missing).status()).isEqualTo(404);
    assertThat(
            fixture
                .data
                .lifecycle
                .organization(SampleData.OTHER_ORGANIZATION)
                .get(foreign.id())
                .isEnded())
        .isFalse();
    ConsoleReply search = console.answer(post("search", "q", foreign.id().toString()));
    assertThat(search).isEqualTo(console.answer(post("search", "q", missing.toString())));
  }

  private ConsoleReply end(Console console, UUID session) {
    String path = "sessions/" + session + "/end";
    String token =
        new FormTokens(KEY)
            .issue("ops", SampleData.ORGANIZATION + "/" + path, fixture.clock.instant());
    return console.answer(post(path, "token", token, "reason", "error"));
  }

  @Test
  void every_reply_has_the_headers_that_protect_it() {
    Session session = fixture.data.open("voice");
    Console console = fixture.full();
    List<ConsoleReply> replies =
        List.of(
            console.answer(get("")),
            console.answer(get("sessions/" + session.id())),
            console.answer(get("missing")),
            console.answer(get("console.css")),
            console.answer(get("console.js")),
            console.answer(get("icon.svg")),
            console.answer(get("sessions.csv")),
            console.answer(post("parked/replay")),
            console.answer(post("search", "q", "x")),
            console.answer(new ConsoleRequest("PUT", "", Map.of(), Map.of(), Map.of(), null, null)),
            Console.builder(fixture.data.lifecycle, it -> Optional.empty())
                .build()
                .answer(get("")));
    assertThat(replies)
        .allSatisfy(
            reply ->
                assertThat(reply.headers())
                    .containsEntry(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsKeys("Cache-Control", "Content-Type")
                    .doesNotContainKey("Set-Cookie"));
    assertThat(console.answer(get("")).headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void no_page_has_a_script_or_a_style_of_its_own() {
    Session shown = fixture.data.fillDay(30);
    for (String path : List.of("", "sessions", "sessions/" + shown.id(), "parked", "retention")) {
      assertThat(ConsoleFixture.page(fixture.full(), path))
          .doesNotContainPattern("<script(?! src=)|<style|\\sstyle=|\\son\\w+=");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void other_methods_are_refused(String method) {
    ConsoleReply reply =
        fixture
            .full()
            .answer(new ConsoleRequest(method, "", Map.of(), Map.of(), Map.of(), null, null));
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("Allow", "GET, HEAD, POST");
  }

  @Test
  void reading_every_address_changes_nothing() throws IOException {
    Session ended = fixture.data.ended("sms", TerminationReason.RESOLVED);
    Session live = fixture.data.open("voice");
    fixture.data.runSteps();
    Console console = fixture.full();
    String before = state(ended, live);
    String fields =
        "?scope=all&what=replay&session="
            + ended.id()
            + "&why=x&reason=error&user="
            + SampleData.USER
            + "&token=x&confirm=yes&texts=show";
    for (String path :
        List.of(
            "",
            "sessions",
            "sessions.csv",
            "sessions/" + ended.id(),
            "sessions/" + live.id(),
            "sessions/" + live.id() + "/end",
            "sessions/" + live.id() + "/hold",
            "parked",
            "parked/check",
            "parked/replay",
            "parked/skip",
            "retention",
            "retention/check",
            "retention/erase",
            "retention/release",
            "reasons",
            "deliveries",
            "about",
            "search")) {
      console.answer(get(path + fields));
    }
    assertThat(state(ended, live)).isEqualTo(before);
    assertThat(fixture.events)
        .extracting(ConsoleEvent::action)
        .isSubsetOf(
            ConsoleEvent.Action.TEXTS_SHOWN,
            ConsoleEvent.Action.UNMAPPED_SHOWN,
            ConsoleEvent.Action.PAGE_EXPORTED);
  }

  private String state(Session... sessions) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Session session : sessions) {
      fixture.data.sessions().export(session.id(), out);
    }
    return out.toString(StandardCharsets.UTF_8)
        + fixture.data.lifecycle.finalizer().parked(SampleData.ORGANIZATION)
        + fixture.data.lifecycle.retention(SampleData.ORGANIZATION).holds(null, 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none", ""})
  void form_from_another_site_is_refused(String site) {
    assertRefused(Map.of("Sec-Fetch-Site", List.of(site)));
  }

  @Test
  void form_without_sec_fetch_site_must_come_from_the_own_origin() {
    assertRefused(Map.of());
    assertRefused(Map.of("Host", List.of("ops.example.org")));
    assertRefused(Map.of("Origin", List.of("https://ops.example.org")));
    assertRefused(
        Map.of("Host", List.of("ops.example.org"), "Origin", List.of("https://evil.example")));
    assertRefused(Map.of("Host", List.of("ops.example.org"), "Origin", List.of("null")));
    assertRefused(
        Map.of(
            "Host", List.of("ops.example.org:8443"), "Origin", List.of("https://ops.example.org")));
    Session session = fixture.data.open("voice");
    Console console = fixture.full();
    String path = "sessions/" + session.id() + "/end";
    ConsoleReply page = console.answer(get("sessions/" + session.id()));
    Map<String, List<String>> own =
        Map.of(
            "Host", List.of("ops.example.org:8443"),
            "Origin", List.of("https://OPS.example.org:8443"));
    assertThat(
            console.answer(post(path, own, "token", token(page, path), "reason", "error")).status())
        .isEqualTo(303);
  }

  private void assertRefused(Map<String, List<String>> headers) {
    Session session = fixture.data.open("voice");
    Console console = fixture.full();
    String path = "sessions/" + session.id() + "/end";
    ConsoleReply page = console.answer(get("sessions/" + session.id()));
    ConsoleReply reply =
        console.answer(post(path, headers, "token", token(page, path), "reason", "error"));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(console.answer(post("search", headers, "q", "x")).status()).isEqualTo(403);
    assertThat(fixture.data.sessions().get(session.id()).isEnded()).isFalse();
  }

  @Test
  void token_is_good_for_its_user_its_form_its_organization_and_its_hour() {
    Session session = fixture.data.open("voice");
    Session other = fixture.data.open("voice");
    String path = "sessions/" + session.id() + "/end";
    Console console = fixture.full();
    String good = token(console.answer(get("sessions/" + session.id())), path);
    assertThat(status(console, path, "")).isEqualTo(403);
    assertThat(status(console, path, good + "x")).isEqualTo(403);
    assertThat(status(console, "sessions/" + other.id() + "/end", good)).isEqualTo(403);
    Console eve = fixture.builder(user("eve", SampleData.ORGANIZATION)).actions(KEY).build();
    assertThat(status(eve, path, good)).isEqualTo(403);
    Console elsewhere =
        fixture.builder(user("ops", SampleData.OTHER_ORGANIZATION)).actions(KEY).build();
    assertThat(status(elsewhere, path, good)).isEqualTo(403);
    fixture.clock.advance(Duration.ofMinutes(119));
    assertThat(status(console, path, good)).isEqualTo(403);
    String fresh = token(console.answer(get("sessions/" + session.id())), path);
    fixture.clock.advance(Duration.ofMinutes(59));
    assertThat(status(console, path, fresh)).isEqualTo(303);
  }

  private static ConsoleUser user(String name, UUID organization) {
    return new ConsoleUser(name, List.of(organization), ConsoleFixture.ALL);
  }

  private static int status(Console console, String path, String token) {
    return console.answer(post(path, "token", token, "reason", "error")).status();
  }

  @Test
  void another_node_with_the_same_key_accepts_a_form_and_no_other_does() {
    Session session = fixture.data.open("voice");
    String path = "sessions/" + session.id() + "/end";
    String token = token(fixture.full().answer(get("sessions/" + session.id())), path);
    byte[] otherKey = "another key, also thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    Console stranger =
        fixture.builder(user("ops", SampleData.ORGANIZATION)).actions(otherKey).build();
    assertThat(status(stranger, path, token)).isEqualTo(403);
    assertThat(status(fixture.full(), path, token)).isEqualTo(303);
  }

  @Test
  void key_that_is_too_short_is_refused() {
    assertThatThrownBy(() -> fixture.builder().actions(new byte[31]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("action_key");
  }

  @Test
  void console_without_a_key_is_read_only_whatever_is_permitted() {
    Session session = fixture.data.open("sms");
    Console console = fixture.builder(user("ops", SampleData.ORGANIZATION)).build();
    assertThat(ConsoleFixture.page(console, "sessions/" + session.id()))
        .doesNotContain("method=\"post\"");
    String path = "sessions/" + session.id() + "/end";
    String token =
        new FormTokens(KEY)
            .issue("ops", SampleData.ORGANIZATION + "/" + path, fixture.clock.instant());
    ConsoleReply reply = console.answer(post(path, "token", token, "reason", "error"));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(fixture.data.sessions().get(session.id()).isEnded()).isFalse();
  }

  /** Users who lack a permission are not offered the form, and are refused if they send it. */
  @ParameterizedTest
  @EnumSource(
      value = ConsolePermission.class,
      names = {"VIEW", "READ_TEXTS"},
      mode = EnumSource.Mode.EXCLUDE)
  void action_without_its_permission_is_refused_and_recorded(ConsolePermission missing) {
    Session ended = fixture.data.ended("sms", TerminationReason.RESOLVED);
    Session live = fixture.data.open("sms");
    fixture.data.runSteps();
    Set<ConsolePermission> others = EnumSet.complementOf(EnumSet.of(missing));
    Console console =
        fixture
            .builder(new ConsoleUser("ops", List.of(SampleData.ORGANIZATION), others))
            .actions(KEY)
            .build();
    fixture.events.clear();
    String path =
        switch (missing) {
          case REPLAY -> "parked/replay";
          case SKIP -> "parked/skip";
          case END -> "sessions/" + live.id() + "/end";
          case HOLD -> "sessions/" + live.id() + "/hold";
          default -> "retention/erase";
        };
    String token =
        new FormTokens(KEY)
            .issue("ops", SampleData.ORGANIZATION + "/" + path, fixture.clock.instant());
    ConsoleReply reply =
        console.answer(
            post(
                path,
                "token",
                token,
                "scope",
                "all",
                "why",
                "x",
                "user",
                SampleData.USER.toString(),
                "reason",
                "error"));
    assertThat(reply.status()).isEqualTo(403);
    assertThat(fixture.events)
        .singleElement()
        .satisfies(it -> assertThat(it.result()).isEqualTo(ConsoleEvent.Result.REFUSED));
    assertThat(fixture.data.sessions().get(live.id()).isEnded()).isFalse();
    assertThat(fixture.data.lifecycle.finalizer().parked(SampleData.ORGANIZATION))
        .extracting(it -> it.sessionId())
        .containsExactly(ended.id());
  }

  @Test
  void local_access_lets_in_this_machine_alone() throws IOException {
    ConsoleAccess access = ConsoleAccess.localReadOnly(SampleData.ORGANIZATION);
    InetAddress here = InetAddress.getByName("127.0.0.1");
    assertThat(access.user(local(here, "Host", "localhost:8080")))
        .hasValueSatisfying(
            it -> assertThat(it.permissions()).containsExactly(ConsolePermission.VIEW));
    assertThat(access.user(local(InetAddress.getByName("::1"), "Host", "[::1]:8080"))).isPresent();
    assertThat(access.user(local(InetAddress.getByName("192.0.2.7"), "Host", "localhost")))
        .isEmpty();
    assertThat(access.user(local(here, "Host", "rebound.example:8080"))).isEmpty();
    assertThat(access.user(local(null, "Host", "localhost"))).isEmpty();
    assertThat(access.user(local(here, "X-Forwarded-For", "192.0.2.7"))).isEmpty();
  }

  private static ConsoleRequest local(InetAddress from, String header, String value) {
    Map<String, List<String>> headers =
        header.equals("Host")
            ? Map.of(header, List.of(value))
            : Map.of("Host", List.of("localhost"), header, List.of(value));
    return new ConsoleRequest("GET", "", Map.of(), headers, Map.of(), from, null);
  }

  @Test
  void listener_that_throws_keeps_texts_from_being_shown() {
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    fixture.data.runSteps();
    Console console =
        fixture
            .builder(ConsolePermission.VIEW, ConsolePermission.READ_TEXTS)
            .listener(
                event -> {
                  throw new IllegalStateException("audit down");
                })
            .build();
    ConsoleReply reply = console.answer(get("sessions/" + session.id() + "?texts=show"));
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain(SampleData.CANARY).doesNotContain("audit down");
  }
}
