package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts of an HTTP request. */
record IncomingRequest(HttpExchange exchange) {
  static final int MAX_BODY = 256 * 1024;

  private static final String BEARER = "bearer ";

  /** What curl and others send unless another type is given; it counts as none. */
  private static final String DEFAULT_TYPE = "application/x-www-form-urlencoded";

  /** Returns the method of the route: that of {@code GET} for {@code HEAD}. */
  String method() {
    return isHead() ? "GET" : exchange.getRequestMethod();
  }

  boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  /** Returns the path as it was sent: decoding it first would make a separator of {@code %2F}. */
  String rawPath() {
    String path = exchange.getRequestURI().getRawPath();
    return path == null ? "" : path;
  }

  /** Returns the segments of the path, still encoded. */
  List<String> segments() {
    return List.of(rawPath().split("/", -1));
  }

  /** Returns the key of the caller, from {@code x-api-key} or the bearer token. */
  @Nullable String key() {
    String key = exchange.getRequestHeaders().getFirst("x-api-key");
    if (key != null) {
      return key;
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? given.substring(BEARER.length()).strip()
        : null;
  }

  /** Returns the JSON in the body; JSON null if there is none. */
  JsonNode json() {
    byte[] body = body();
    if (body.length > 0 && !isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      throw Refusal.invalid(
          List.of("body"), "Input should be JSON, sent as application/json", "content_type");
    }
    return Json.read(body);
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return true;
    }
    int end = type.indexOf(';');
    String name = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return name.equals("application/json") || name.endsWith("+json") || name.equals(DEFAULT_TYPE);
  }

  /** Reads the body, even if it is of no use, so that the connection can be used again. */
  byte[] body() {
    byte[] body;
    try {
      body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    } catch (IOException | RuntimeException e) { // the JDK fails so on a chunk size out of bounds
      throw Refusal.unreadable("The body cannot be read.");
    }
    if (body.length > MAX_BODY) {
      throw Refusal.of(
          413,
          "too_large",
          "The body may have at most " + MAX_BODY + " bytes.",
          "Connection",
          "close");
    }
    return body;
  }

  Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable("The query cannot be read.");
    }
  }

  /**
   * Returns the segments, decoded; null if one holds an encoded separator, which a proxy in front
   * of the service may have read differently.
   */
  static @Nullable List<String> decodedSegments(List<String> raw) {
    List<String> decoded = new ArrayList<>();
    for (String segment : raw) {
      // a plus sign is an ordinary character in a path
      String text = decoded(segment.replace("+", "%2B"));
      if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
        return null;
      }
      decoded.add(text);
    }
    return decoded;
  }
}
