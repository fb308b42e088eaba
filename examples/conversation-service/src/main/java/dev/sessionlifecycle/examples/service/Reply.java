package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A response. */
record Reply(int status, JsonNode body, Map<String, String> headers) {
  Reply(int status, JsonNode body) {
    this(status, body, Map.of());
  }

  static Reply ok(JsonNode body) {
    return new Reply(200, body);
  }
}
