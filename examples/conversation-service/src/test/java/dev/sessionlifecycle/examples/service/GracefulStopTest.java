package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GracefulStopTest {

  @Test
  void an_interrupted_stop_closes_the_port_and_leaves_no_request_waiting() throws Exception {
    ServerLimits.apply(); // it may be the first server, whose limits hold for all
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    RequestThreads threads = new RequestThreads();
    server.setExecutor(threads);
    server.start();
    int port = server.getAddress().getPort();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2Memory("graceful-stop")).build()) {
      ApiHandler handler = new ApiHandler(lifecycle, ApiKeys.demo(), List.of());
      Thread.currentThread().interrupt();
      new GracefulStop(server, handler, threads).run();
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> new Socket(loopback, port).close())
          .isInstanceOf(ConnectException.class);
      assertThat(threads.awaitQuiet(0, Duration.ZERO, Duration.ofSeconds(10))).isTrue();
    } finally {
      server.stop(0);
      threads.shutdown();
    }
  }
}
