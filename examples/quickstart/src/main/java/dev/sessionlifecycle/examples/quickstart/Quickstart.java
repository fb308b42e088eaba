package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.SessionLifecycleException;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Lives through a sample of conversations, or through yours: opens a session for each, says what is
 * said, ends it, lets the finalize chain run behind the end, and reports what came of it.
 */
public final class Quickstart {
  private static final int NOT_RUN = 2;

  private Quickstart() {}

  /** Runs with the arguments that {@code --help} tells. */
  public static void main(String[] arguments) {
    int code = run(Terminal.screen(), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs; answers the exit code. */
  static int run(Screen screen, String... arguments) {
    try {
      Options options = Options.parse(arguments);
      if (options.help()) {
        screen.line(Options.USAGE.stripTrailing());
        return 0;
      }
      return new Walkthrough(screen, options).run() ? 0 : 1;
    } catch (UsageException e) {
      screen.line("quickstart: " + e.getMessage());
      screen.blank();
      screen.line(Options.USAGE.stripTrailing());
    } catch (IOException | SQLException | SessionLifecycleException e) {
      // What is done is done: the next run on the same database goes on from there.
      screen.line("");
      screen.line(
          screen.style(Style.RED, "quickstart: " + Widths.clean(String.valueOf(e.getMessage()))));
    }
    return NOT_RUN;
  }
}
