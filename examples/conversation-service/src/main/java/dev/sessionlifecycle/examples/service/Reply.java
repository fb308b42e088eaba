package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;

/** A response. */
record Reply(int status, JsonNode body) {
  static Reply ok(JsonNode body) {
    return new Reply(200, body);
  }
}
