package dev.sessionlifecycle.examples.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a process of its own. */
final class ServiceProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("http://localhost:(\\d+)");

  private final Process process;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Thread reader;

  private ServiceProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "log of the service");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the process with these variables and JVM options. */
  static ServiceProcess start(Map<String, String> environment, String... options)
      throws IOException {
    return start(List.of(), environment, options);
  }

  /** Starts it so that no file can become larger than so many blocks of 512 or 1,024 bytes. */
  static ServiceProcess startWithFilesUpTo(int blocks, Map<String, String> environment)
      throws IOException {
    return start(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), environment);
  }

  private static ServiceProcess start(
      List<String> before, Map<String, String> environment, String... options) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ConversationService.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PORT", "0");
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
      }
    } catch (IOException e) {
      log.add(e.toString());
    }
    port.completeExceptionally(new IllegalStateException("it ended: " + log));
  }

  /** Returns the port once it listens. */
  int port() throws Exception {
    return port.get(60, TimeUnit.SECONDS);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // unlike destroy(), leaves its output open
  }

  /** Returns the exit status, once the process has ended. */
  int exitValue() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end: " + log);
    }
    reader.join();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
