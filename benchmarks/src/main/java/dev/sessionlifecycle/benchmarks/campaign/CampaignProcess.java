package dev.sessionlifecycle.benchmarks.campaign;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of a campaign: started, killed, restarted, frozen and thawed. */
final class CampaignProcess {
  private static final long STOP_SECONDS = 30;

  private final String name;
  private final Class<?> main;
  private final List<String> arguments;
  private final Consumer<String> said;
  private final Object lock = new Object();
  private volatile Process process;
  private volatile boolean ready;
  private volatile boolean frozen;

  CampaignProcess(String name, Class<?> main, List<String> arguments, Consumer<String> said) {
    this.name = name;
    this.main = main;
    this.arguments = List.copyOf(arguments);
    this.said = said;
    this.process = launch();
    // A frozen process does not notice that its parent is gone.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  String name() {
    return name;
  }

  /** Whether it is running and not frozen. */
  boolean isAtWork() {
    return ready && !frozen && process.isAlive();
  }

  /** Whether it has exited by itself. */
  boolean hasEnded() {
    return !process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  void killAndRestart() throws InterruptedException {
    synchronized (lock) {
      ready = false;
      process.destroyForcibly();
      process.waitFor();
      process = launch();
    }
  }

  void freeze() {
    frozen = true;
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
    frozen = false;
  }

  /** Sends an order; a dead process does not receive it. */
  void tell(String order) {
    synchronized (lock) {
      try {
        BufferedWriter out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(order);
        out.newLine();
        out.flush();
      } catch (IOException e) {
        said.accept("deaf " + name);
      }
    }
  }

  /** Orders it to exit; returns whether it did so in time and successfully. */
  boolean stop() {
    synchronized (lock) {
      try {
        process.outputWriter(StandardCharsets.UTF_8).close();
        return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private Process launch() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Optimized code does not pay off in a short life.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    try {
      Process started =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      ServerProxy.thread(name + "-output", () -> listen(started));
      return started;
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + name, e);
    }
  }

  private void listen(Process speaker) {
    try (BufferedReader in = speaker.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("ready")) {
          ready = true;
        } else {
          said.accept(line);
        }
      }
    } catch (IOException e) {
      // Killed in the middle of a line.
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot send a signal to " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
