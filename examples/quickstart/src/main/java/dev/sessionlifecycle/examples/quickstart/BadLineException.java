package dev.sessionlifecycle.examples.quickstart;

/** What is wrong with one line; the others are not concerned. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
