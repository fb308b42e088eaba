package dev.sessionlifecycle.console;

/**
 * Receives what users do in the console, for an audit trail. Called on the thread of the request:
 * before texts are shown, and after an action. If it throws, the request fails with 500: no text is
 * shown that was not recorded; an action that was carried out stays. Thread-safe.
 */
@FunctionalInterface
public interface ConsoleListener {

  /** Something was shown, done or refused. */
  void recorded(ConsoleEvent event);
}
