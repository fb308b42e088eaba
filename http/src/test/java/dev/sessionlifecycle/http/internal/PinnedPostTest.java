package dev.sessionlifecycle.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of TLS on the loopback stands for every address that a connection is made to. */
class PinnedPostTest {
  private static final String PUBLIC = "93.184.215.14";
  private static final URI ENDPOINT = URI.create("https://receiver.example/hooks/1?a=b%20c");
  private static final SSLContext TLS = context();
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final List<String> lookups = new ArrayList<>();
  private final List<InetSocketAddress> connections = new ArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private SSLServerSocket server;
  private volatile String response = "HTTP/1.1 200 OK\r\n\r\n";
  private volatile boolean dripping;
  private volatile int pauseMillis;
  private volatile Silence silence;

  /** Where the server stops answering, and the latch that says when it is there. */
  private record Silence(boolean beforeTls, CountDownLatch begun) {}

  @BeforeEach
  void serve() throws Exception {
    server =
        (SSLServerSocket)
            TLS.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "receiver");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    done.countDown();
    server.close();
  }

  @Test
  void the_name_stays_in_certificate_sni_and_host() throws Exception {
    HttpPost.ResponseHead answer = post(PUBLIC).send(ENDPOINT, Map.of("webhook-id", "m"), BODY);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith(
            "sni=receiver.example\nPOST /hooks/1?a=b%20c HTTP/1.1\nHost: receiver.example\n")
        .contains("\nwebhook-id: m\n", "\nContent-Length: 2\n", "\nConnection: close\n")
        .endsWith("\n\n{}");
    assertThat(connections).containsExactly(new InetSocketAddress(PUBLIC, 443));
  }

  /** A name server that answers otherwise between the check and the connection. */
  @Test
  void the_connection_is_made_to_the_address_that_was_checked() throws Exception {
    post(PUBLIC, "127.0.0.1").send(ENDPOINT, Map.of(), BODY);
    assertThat(lookups).containsExactly("receiver.example");
    assertThat(connections).containsExactly(new InetSocketAddress(PUBLIC, 443));
    PinnedPost second = post("127.0.0.1", PUBLIC);
    assertThatThrownBy(() -> second.send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(RefusedAddressException.class);
    assertThat(connections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200", // metadata of Alibaba Cloud
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254", // metadata of AWS, Azure, Google Cloud
        "169.254.170.2", // credentials of tasks of ECS
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192", // metadata of Oracle Cloud
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "2130706433", // 127.0.0.1 as one number
        "127.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe", // 169.254.169.254 mapped
        "::127.0.0.1",
        "64:ff9b::7f00:1", // through NAT64
        "64:ff9b:1::1",
        "100::1",
        "2001::1", // Teredo
        "2001:db8::1",
        "2002:7f00:1::1", // 6to4 of 127.0.0.1
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254", // metadata of AWS over IPv6
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void an_address_that_is_not_public_is_never_connected_to(String address) {
    assertThatThrownBy(() -> post(address).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(() -> post(PUBLIC + "," + address).send(ENDPOINT, Map.of(), BODY))
        .as("beside a public one")
        .isInstanceOf(RefusedAddressException.class);
    assertThat(connections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2003::1",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "3ffe::1"
      })
  void the_neighbours_of_special_addresses_are_public(String address) throws Exception {
    assertThat(post(address).send(ENDPOINT, Map.of(), BODY).status()).isEqualTo(200);
  }

  @Test
  void a_certificate_of_another_name_is_refused_before_anything_is_sent() {
    assertThatThrownBy(
            () -> post(PUBLIC).send(URI.create("https://other.example/"), Map.of(), BODY))
        .isInstanceOf(SSLException.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void another_address_is_tried_only_where_the_connection_fails() throws Exception {
    String dead = "93.184.215.1";
    assertThat(post(dead + "," + PUBLIC).send(ENDPOINT, Map.of(), BODY).status()).isEqualTo(200);
    assertThat(connections)
        .containsExactly(new InetSocketAddress(dead, 443), new InetSocketAddress(PUBLIC, 443));
    response = "";
    assertThatThrownBy(() -> post(PUBLIC + "," + PUBLIC).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(IOException.class);
    assertThat(requests).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 503 Busy\r\nRetry-After: 17\r\n\r\n', 503, ' 17'",
    "'HTTP/1.1 429\r\nRETRY-AFTER:1\r\nRetry-After: 2\r\n\r\nbody', 429, '1'",
    "'HTTP/1.0 301 Moved\r\nLocation: https://127.0.0.1/\r\n\r\n', 301,",
    "'HTTP/1.1 100 Continue\r\n\r\n"
        + "HTTP/1.1 103 Hints\r\n"
        + "A: b\r\n\r\n"
        + "HTTP/1.1 202 OK\r\n\r\n"
        + "', 202,",
    "'HTTP/1.1 200 OK\nA: b\n\n', 200,",
    "'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut', 200,",
  })
  void status_and_retry_after_are_read(String text, int status, String retryAfter)
      throws Exception {
    response = text;
    HttpPost.ResponseHead answer = post(PUBLIC).send(ENDPOINT, Map.of(), BODY);
    assertThat(answer)
        .isEqualTo(new HttpPost.ResponseHead(status, Optional.ofNullable(retryAfter)));
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nA: b\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 099 x\r\n\r\n",
        "HTTP/1.1 2000 x\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "\r\n\r\n"
      })
  void a_response_that_is_none_fails(String text) {
    response = text;
    assertThatThrownBy(() -> post(PUBLIC).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void headers_without_end_are_given_up() {
    response = "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(10_000);
    assertThatThrownBy(() -> post(PUBLIC).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("16384");
  }

  @Test
  void a_response_that_comes_byte_by_byte_ends_with_the_timeout() {
    dripping = true;
    assertThatThrownBy(() -> post(PUBLIC).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void an_interrupt_ends_the_wait_for_a_silent_receiver(boolean beforeTls, boolean isVirtual)
      throws Exception {
    silence = new Silence(beforeTls, new CountDownLatch(1));
    assertThat(interrupted(post(PUBLIC), silence.begun(), isVirtual))
        .isInstanceOf(InterruptedException.class);
  }

  /** Longer than a read goes on without looking for an interrupt. */
  @Test
  void a_slow_receiver_is_waited_for_until_the_timeout() throws Exception {
    pauseMillis = 1_200;
    assertThat(post(PUBLIC).send(ENDPOINT, Map.of(), BODY).status()).isEqualTo(200);
  }

  @Test
  void a_thread_that_was_interrupted_before_sends_nothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> post(PUBLIC).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(requests).isEmpty();
  }

  /** Posts on another thread, interrupts it there, and returns what was thrown. */
  private static Throwable interrupted(PinnedPost post, CountDownLatch begun, boolean isVirtual)
      throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        started(
            () -> thrown.complete(catchThrowable(() -> post.send(ENDPOINT, Map.of(), BODY))),
            isVirtual);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    return thrown.get(10, TimeUnit.SECONDS);
  }

  /** A virtual thread is one of the platform where this Java version has none. */
  private static Thread started(Runnable task, boolean isVirtual) throws Exception {
    if (isVirtual && Runtime.version().feature() >= 21) {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
    Thread thread = new Thread(task, "poster");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void the_socket_is_closed_where_a_connect_fails_unexpectedly() {
    AtomicReference<Socket> used = new AtomicReference<>();
    PinnedPost.Connector broken =
        (socket, address, millis) -> {
          used.set(socket);
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> post(broken).send(ENDPOINT, Map.of(), BODY))
        .isInstanceOf(IllegalStateException.class);
    assertThat(used.get().isClosed()).isTrue();
  }

  private static PinnedPost post(PinnedPost.Connector connector) {
    return new PinnedPost(
        host -> addresses(PUBLIC), connector, TLS.getSocketFactory(), Duration.ofSeconds(20));
  }

  /** Each lookup returns the next of these; several addresses of one are separated by commas. */
  private PinnedPost post(String... answers) {
    int before = lookups.size();
    return new PinnedPost(
        host -> {
          lookups.add(host);
          return addresses(answers[Math.min(lookups.size() - before, answers.length) - 1]);
        },
        this::connect,
        TLS.getSocketFactory(),
        dripping ? Duration.ofMillis(500) : Duration.ofSeconds(20));
  }

  private void connect(Socket socket, InetSocketAddress address, int millis) throws IOException {
    connections.add(address);
    if (address.getAddress().getHostAddress().equals("93.184.215.1")) {
      throw new IOException("no route");
    }
    socket.connect(server.getLocalSocketAddress(), millis);
  }

  private static InetAddress[] addresses(String list) throws UnknownHostException {
    List<InetAddress> all = new ArrayList<>();
    for (String one : list.split(",")) {
      all.add(InetAddress.getByName(one));
    }
    return all.toArray(InetAddress[]::new);
  }

  private void accept() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        answer(socket);
      } catch (IOException e) {
        // the client has given up, or the test is over
      }
    }
  }

  private void answer(SSLSocket socket) throws IOException {
    Silence silent = silence;
    if (silent != null && silent.beforeTls()) {
      silent.begun().countDown();
      awaitDone();
    }
    pause();
    socket.startHandshake();
    String sni =
        ((ExtendedSSLSession) socket.getSession())
            .getRequestedServerNames().stream()
                .map(it -> ((SNIHostName) it).getAsciiName())
                .findFirst()
                .orElse("");
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder request = new StringBuilder("sni=" + sni + "\n");
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      request.append(line).append('\n');
    }
    request.append('\n').append((char) in.read()).append((char) in.read());
    requests.add(request.toString());
    if (silent != null) {
      silent.begun().countDown();
      awaitDone();
    }
    pause();
    OutputStream out = socket.getOutputStream();
    while (dripping && !isDone()) {
      out.write(' ');
      out.flush();
    }
    out.write(response.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void pause() throws IOException {
    try {
      if (done.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        throw new IOException("the test is over");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void awaitDone() throws IOException {
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private boolean isDone() throws IOException {
    try {
      return done.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static SSLContext context() {
    try {
      char[] password = "changeit".toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = PinnedPostTest.class.getResourceAsStream("/receiver.p12")) {
        store.load(in, password);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("receiver", store.getCertificate("receiver"));
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
