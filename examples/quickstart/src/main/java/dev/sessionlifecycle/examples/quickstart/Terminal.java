package dev.sessionlifecycle.examples.quickstart;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Finds out what standard output is connected to. */
final class Terminal {
  private Terminal() {}

  static Screen screen() {
    boolean terminal = isTerminal();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    return new Screen(out, terminal && wantsColour(System.getenv()), terminal);
  }

  /** NO_COLOR counts when it is set to anything; see no-color.org. */
  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  @SuppressWarnings("SystemConsoleNull") // Null up to Java 21; from 22 on the console itself tells.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
