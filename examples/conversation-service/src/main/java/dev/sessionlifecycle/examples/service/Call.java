package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.OrganizationSessions;
import java.util.List;
import java.util.Map;

/**
 * An authorized request.
 *
 * @param sessions the sessions of the caller's organization, with the caller's access
 * @param path the path segments matched by {@code *} in the route's pattern
 * @param query the query parameters
 * @param body the JSON body; JSON null if there is none
 */
record Call(
    OrganizationSessions sessions, List<String> path, Map<String, String> query, JsonNode body) {
  /** Returns the first path segment matched by {@code *}. */
  String id() {
    return path.get(0);
  }
}
