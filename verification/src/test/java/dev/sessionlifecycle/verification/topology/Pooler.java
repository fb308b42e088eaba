package dev.sessionlifecycle.verification.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A running PgBouncer or pgpool in front of a server. */
record Pooler(Process process, int port) implements AutoCloseable {

  /** Starts PgBouncer with this pool mode and these additional lines of its configuration. */
  static Pooler pgBouncer(int serverPort, String mode, String... settings) {
    int port = Installed.freePort();
    Path folder = newFolder();
    Path config = folder.resolve("pgbouncer.ini");
    write(folder.resolve("users"), "\"postgres\" \"\"\n");
    write(
        config,
        String.format(
            Locale.ROOT,
            """
        [databases]
        * = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = trust
        auth_file = %s
        pool_mode = %s
        default_pool_size = 4
        max_client_conn = 200
        %s
        """,
            serverPort,
            port,
            folder.resolve("users"),
            mode,
            String.join("\n", settings)));
    return new Pooler(
        Installed.start(
            folder.resolve("log"),
            port,
            List.of(Installed.pgBouncer().toString(), config.toString())),
        port);
  }

  /** Starts pgpool in its streaming mode, without balancing, in front of one server. */
  static Pooler pgPool(int serverPort) {
    int port = Installed.freePort();
    Path folder = newFolder();
    Path config = folder.resolve("pgpool.conf");
    write(folder.resolve("hba"), "host all all 127.0.0.1/32 trust\n");
    write(folder.resolve("pcp"), "");
    write(
        config,
        String.format(
            Locale.ROOT,
            """
        listen_addresses = '127.0.0.1'
        port = %d
        socket_dir = '%s'
        pcp_listen_addresses = ''
        pcp_port = %d
        pcp_socket_dir = '%s'
        wd_ipc_socket_dir = '%s'
        pid_file_name = '%s/pid'
        logdir = '%s'
        backend_clustering_mode = 'streaming_replication'
        backend_hostname0 = '127.0.0.1'
        backend_port0 = %d
        backend_weight0 = 1
        sr_check_period = 0
        load_balance_mode = off
        num_init_children = 40
        max_pool = 1
        """,
            port,
            folder,
            Installed.freePort(),
            folder,
            folder,
            folder,
            folder,
            serverPort));
    return new Pooler(
        Installed.start(
            folder.resolve("log"),
            port,
            List.of(
                Installed.pgPool().toString(),
                "-n",
                "-f",
                config.toString(),
                "-a",
                folder.resolve("hba").toString(),
                "-F",
                folder.resolve("pcp").toString())),
        port);
  }

  /** Returns the JDBC URL of the database through the pooler. */
  String url(String parameters) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres" + parameters;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("pooler");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
