package dev.sessionlifecycle.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Thrown if a request is rejected. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The most faults of a response. */
  private static final int MOST_FAULTS = 20;

  /**
   * A field error, as in {@code ValidationError}.
   *
   * @param loc the location: {@code body}, {@code path} or {@code query}, then names and indexes
   * @param msg the message
   * @param type a stable name of the violated rule
   */
  record Fault(List<Object> loc, String msg, String type) {}

  private final int status;
  private final String code;
  private final transient List<Fault> faults;
  private final transient Map<String, String> headers;

  private Refusal(
      int status, String code, String message, List<Fault> faults, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.faults = List.copyOf(faults);
    this.headers = Map.copyOf(headers);
  }

  static Refusal of(int status, String code, String message) {
    return new Refusal(status, code, message, List.of(), Map.of());
  }

  /** Returns a refusal with a response header. */
  static Refusal of(int status, String code, String message, String header, String value) {
    return new Refusal(status, code, message, List.of(), Map.of(header, value));
  }

  /** Returns a 400 for a request that cannot be read; nothing more is read from its connection. */
  static Refusal unreadable(String message) {
    return of(400, "unreadable", message, "Connection", "close");
  }

  /** Returns a 422 with these field errors, each once, and no more than a response has. */
  static Refusal invalid(List<Fault> faults) {
    List<Fault> told = new ArrayList<>(faults.stream().distinct().limit(MOST_FAULTS + 1L).toList());
    if (told.size() > MOST_FAULTS) {
      told.set(
          MOST_FAULTS,
          new Fault(List.of("body"), "There are more errors than these", "too_many_errors"));
    }
    return new Refusal(422, "invalid_input", "the request breaks a rule", told, Map.of());
  }

  /** Returns a 422 with one field error. */
  static Refusal invalid(List<Object> loc, String msg, String type) {
    return invalid(List.of(new Fault(loc, msg, type)));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<Fault> faults() {
    return faults;
  }

  Map<String, String> headers() {
    return headers;
  }
}
