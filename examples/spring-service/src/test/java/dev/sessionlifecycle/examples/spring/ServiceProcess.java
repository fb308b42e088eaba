package dev.sessionlifecycle.examples.spring;

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

/** The application as a process of its own. */
final class ServiceProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Tomcat started on port (\\d+)");

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

  /** Starts it on any free port, with these variables and JVM options. */
  static ServiceProcess start(Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SpringService.class.getName()));
    command.add("--server.port=0");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null) {
        log.add(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.parseInt(listening.group(1)));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      log.add(e.toString());
    }
    port.completeExceptionally(new IllegalStateException(String.join("\n", log)));
  }

  String url() throws Exception {
    return "http://localhost:" + port.get(60, TimeUnit.SECONDS);
  }

  void terminate() {
    process.destroy();
  }

  /** Waits for the end of the process and of its output. */
  int exitValue() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not stop:\n" + String.join("\n", log));
    }
    reader.join();
    return process.exitValue();
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
