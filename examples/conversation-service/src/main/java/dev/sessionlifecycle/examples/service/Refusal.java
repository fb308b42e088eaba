package dev.sessionlifecycle.examples.service;

import java.util.List;

/** Thrown if a request is rejected. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A field error, as in {@code ValidationError}.
   *
   * @param loc the location: body or path, then the field
   * @param msg the message
   * @param type a stable name of the violated rule
   */
  record Fault(List<String> loc, String msg, String type) {}

  private final int status;
  private final String code;
  private final transient List<Fault> faults;

  private Refusal(int status, String code, String message, List<Fault> faults) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.faults = List.copyOf(faults);
  }

  static Refusal of(int status, String code, String message) {
    return new Refusal(status, code, message, List.of());
  }

  /** Returns a 422 with these field errors. */
  static Refusal invalid(List<Fault> faults) {
    return new Refusal(422, "invalid_input", "the request breaks a rule", faults);
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
}
