package dev.sessionlifecycle.examples.quickstart;

/** The quickstart cannot run as it was asked to. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
