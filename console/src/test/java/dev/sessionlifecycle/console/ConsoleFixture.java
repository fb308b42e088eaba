package dev.sessionlifecycle.console;

import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Consoles on one lifecycle, as users with various permissions see them. */
final class ConsoleFixture implements AutoCloseable {
  static final byte[] KEY = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
  static final Set<ConsolePermission> ALL = EnumSet.allOf(ConsolePermission.class);

  private static final Pattern TOKEN =
      Pattern.compile(
          "action=\"([^\"]*)\"[^>]*>(?:(?!</form>)[\\s\\S])*?name=\"token\" value=\"([^\"]*)\"");

  final SettableClock clock = SettableClock.create();
  final SampleData data = new SampleData(InMemorySessionStore.create(clock), clock);
  final List<ConsoleEvent> events = new ArrayList<>();

  ConsoleBuilder builder(ConsolePermission... permissions) {
    return builder(new ConsoleUser("ops", List.of(SampleData.ORGANIZATION), Set.of(permissions)));
  }

  ConsoleBuilder builder(ConsoleUser user) {
    return Console.builder(data.lifecycle, request -> Optional.of(user))
        .clock(clock)
        .chain(data.chain)
        .mappings(data.twilio, data.vapi)
        .listener(events::add);
  }

  /** A console in which a user with every permission may act. */
  Console full() {
    return builder(new ConsoleUser("ops", List.of(SampleData.ORGANIZATION), ALL))
        .actions(KEY)
        .build();
  }

  /** A console of a user who may look. */
  Console reader() {
    return builder(ConsolePermission.VIEW).build();
  }

  static ConsoleRequest get(String address) {
    int query = address.indexOf('?');
    return new ConsoleRequest(
        "GET",
        query < 0 ? address : address.substring(0, query),
        query < 0 ? Map.of() : Parameters.parse(address.substring(query + 1)),
        Map.of(),
        Map.of(),
        null,
        null);
  }

  static String page(Console console, String address) {
    return console.answer(get(address)).body();
  }

  /** A form as a browser sends it from a page of the console; names and values in turn. */
  static ConsoleRequest post(String path, String... fields) {
    return post(path, Map.of("Sec-Fetch-Site", List.of("same-origin")), fields);
  }

  static ConsoleRequest post(String path, Map<String, List<String>> headers, String... fields) {
    Map<String, List<String>> form = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.computeIfAbsent(fields[i], it -> new ArrayList<>()).add(fields[i + 1]);
    }
    return new ConsoleRequest("POST", path, Map.of(), headers, form, null, null);
  }

  /** Sends a form with the token that a page has for it. */
  static ConsoleReply submit(Console console, String page, String path, String... fields) {
    return submit(console, console.answer(get(page)), path, fields);
  }

  static ConsoleReply submit(Console console, ConsoleReply page, String path, String... fields) {
    String[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "token";
    all[fields.length + 1] = token(page, path);
    return console.answer(post(path, all));
  }

  static String token(ConsoleReply page, String path) {
    Matcher forms = TOKEN.matcher(page.body());
    while (forms.find()) {
      if (forms.group(1).endsWith(path)) {
        return forms.group(2);
      }
    }
    throw new AssertionError("the page has no form for " + path);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    data.close();
  }
}
