package dev.sessionlifecycle.console;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, without anything of the server that received it.
 *
 * @param method the method in capitals, such as {@code GET}
 * @param path the decoded path below the mount, without a leading slash: empty for the overview
 * @param query the decoded parameters of the query
 * @param headers the headers; their names are compared in lower case
 * @param form the decoded fields of a form of the type {@code application/x-www-form-urlencoded};
 *     empty for other requests
 * @param remoteAddress where the request comes from; null if the host does not know
 * @param host what the server knows it as, such as the servlet request, for {@link ConsoleAccess};
 *     null for none
 */
public record ConsoleRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    Map<String, List<String>> form,
    @Nullable InetAddress remoteAddress,
    @Nullable Object host) {

  /** Copies the maps. */
  public ConsoleRequest {
    Validator.require("method", method);
    Validator.require("path", path);
    query = copy(query);
    form = copy(form);
    Map<String, List<String>> lower = new HashMap<>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
    headers = copy(lower);
  }

  /** A request to read a page, with no more than its path. */
  public static ConsoleRequest get(String path) {
    return new ConsoleRequest("GET", path, Map.of(), Map.of(), Map.of(), null, null);
  }

  /** The first value of a header, if it is there. */
  public Optional<String> header(String name) {
    return first(headers, name.toLowerCase(Locale.ROOT));
  }

  /** The first value of a parameter of the query, stripped, if it is there and not blank. */
  public Optional<String> parameter(String name) {
    return first(query, name).map(String::strip).filter(it -> !it.isEmpty());
  }

  /** The first value of a field of the form, stripped, if it is there and not blank. */
  public Optional<String> field(String name) {
    return first(form, name).map(String::strip).filter(it -> !it.isEmpty());
  }

  /** All values of a field of the form. */
  public List<String> fields(String name) {
    return form.getOrDefault(name, List.of());
  }

  private static Optional<String> first(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst();
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> values) {
    Map<String, List<String>> copy = new HashMap<>();
    values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    return Map.copyOf(copy);
  }

  /** Leaves out everything that may name a person. */
  @Override
  public String toString() {
    return "ConsoleRequest";
  }
}
