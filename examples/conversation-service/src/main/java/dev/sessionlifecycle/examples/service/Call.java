package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.OrganizationSessions;
import java.util.List;
import java.util.Map;

/**
 * A request that is let in.
 *
 * @param sessions the sessions of the caller's organization, with what he may do
 * @param path the segments of the path that its pattern leaves open
 * @param query the parameters of the query
 * @param body the JSON that was sent; JSON null where nothing was
 */
record Call(
    OrganizationSessions sessions, List<String> path, Map<String, String> query, JsonNode body) {
  /** The first open segment of the path. */
  String id() {
    return path.get(0);
  }
}
