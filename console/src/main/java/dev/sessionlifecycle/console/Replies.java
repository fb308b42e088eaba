package dev.sessionlifecycle.console;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Replies with the headers that each of them has. */
final class Replies {
  private static final int SIZE = 128 * 1024;

  /** No page needs anything that does not come from this origin, and none may be framed. */
  static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private Replies() {}

  /** A page that a template writes, escaped for the place where each value stands. */
  static ConsoleReply page(int status, Consumer<HtmlTemplateOutput> template) {
    StringOutput text = new StringOutput(SIZE);
    template.accept(new OwaspHtmlTemplateOutput(text));
    return reply(status, "text/html; charset=utf-8", text.toString(), "no-store", Map.of());
  }

  /** A redirection after an action, to a relative address. */
  static ConsoleReply seeOther(String location) {
    return reply(303, "text/plain; charset=utf-8", "", "no-store", Map.of("Location", location));
  }

  static ConsoleReply asset(String type, String text) {
    return reply(200, type, text, "private, max-age=300", Map.of());
  }

  static ConsoleReply download(String type, String name, String text) {
    return reply(
        200,
        type,
        text,
        "no-store",
        Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""));
  }

  /** Words alone, for one who is not known. */
  static ConsoleReply plain(int status, String text) {
    return reply(status, "text/plain; charset=utf-8", text + "\n", "no-store", Map.of());
  }

  static ConsoleReply with(ConsoleReply reply, String header, String value) {
    Map<String, String> headers = new HashMap<>(reply.headers());
    headers.put(header, value);
    return new ConsoleReply(reply.status(), headers, reply.body());
  }

  private static ConsoleReply reply(
      int status, String type, String text, String caching, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(ALWAYS);
    headers.put("Content-Type", type);
    headers.put("Cache-Control", caching);
    headers.putAll(more);
    return new ConsoleReply(status, headers, text);
  }
}
