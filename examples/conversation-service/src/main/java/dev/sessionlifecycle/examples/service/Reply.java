package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param body the JSON
 */
record Reply(int status, JsonNode body) {
  static Reply ok(JsonNode body) {
    return new Reply(200, body);
  }
}
