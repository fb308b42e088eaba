package dev.sessionlifecycle.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in the JDK's server and in a servlet container. */
class MountTest {
  private final ConsoleFixture fixture = new ConsoleFixture();
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console", "/ops/voice/console"})
  void console_works_in_the_jdk_server_at_any_path(String mount) throws Exception {
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    HttpServer server = start(mount);
    try {
      String root = "http://localhost:" + server.getAddress().getPort() + mount;
      String base = root.endsWith("/") ? root : root + "/";
      assertThat(send(root).uri()).isEqualTo(URI.create(base));
      assertThat(send(root).body()).contains("<h1>Overview</h1>");
      assertThat(send(base + "sessions/" + session.id()).body()).contains("../console.css");
      assertThat(send(base + "console.css").headers().firstValue("content-type"))
          .contains("text/css; charset=utf-8");
      assertThat(send(base + "sessions?channel=%C3%BC+b").body()).contains("value=\"ü b\"");
      HttpResponse<String> head =
          client.send(
              HttpRequest.newBuilder(URI.create(base))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      HttpResponse<String> found = search(base, session.id().toString());
      assertThat(found.statusCode()).isEqualTo(303);
      assertThat(found.headers().firstValue("location")).contains("./sessions/" + session.id());
      assertThat(search(base, "x".repeat(70_000)).statusCode()).isEqualTo(413);
    } finally {
      server.stop(0);
    }
  }

  private HttpServer start(String mount) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(mount, JdkConsole.handler(fixture.reader()));
    server.start();
    return server;
  }

  private HttpResponse<String> send(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> search(String base, String text)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(base + "search"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString("q=" + text))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_form_that_is_too_large_gets_its_reply_after_it_was_sent() throws Exception {
    HttpServer server = start("/console");
    try {
      String form = "q=" + "x".repeat(5 << 20);
      String request =
          "POST /console/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s";
      byte[] bytes = request.formatted(form.length(), form).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 5; i++) {
        try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
          socket.getOutputStream().write(bytes);
          byte[] reply = socket.getInputStream().readAllBytes();
          assertThat(new String(reply, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413 ");
        }
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void path_that_only_begins_like_the_mount_is_not_found() throws Exception {
    HttpServer server = start("/console");
    try {
      String root = "http://localhost:" + server.getAddress().getPort();
      assertThat(send(root + "/consoles").statusCode()).isEqualTo(404);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void servlet_answers_below_its_mapping() throws Exception {
    Session session = fixture.data.ended("voice", TerminationReason.RESOLVED);
    ConsoleServlet servlet = new ConsoleServlet(fixture.reader());
    ServletReply page = new ServletReply();
    servlet.service(
        request("GET", "/app/console", "/sessions", "channel=voice", Map.of(), Map.of()),
        page.response());
    assertThat(page.status).isEqualTo(200);
    assertThat(page.text()).contains(session.id().toString());
    assertThat(page.headers).containsKey("Content-Security-Policy");
    ServletReply head = new ServletReply();
    servlet.service(
        request("HEAD", "/app/console", "/", null, Map.of(), Map.of()), head.response());
    assertThat(head.text()).isEmpty();
    assertThat(head.length).isPositive();
    ServletReply mount = new ServletReply();
    servlet.service(
        request("GET", "/app/console", null, null, Map.of(), Map.of()), mount.response());
    assertThat(mount.headers).containsEntry("Location", "console/");
    ServletReply found = new ServletReply();
    servlet.service(
        request(
            "POST",
            "/app/console",
            "/search",
            null,
            Map.of("Sec-Fetch-Site", "same-origin"),
            Map.of("q", new String[] {session.id().toString()})),
        found.response());
    assertThat(found.headers).containsEntry("Location", "./sessions/" + session.id());
  }

  private static HttpServletRequest request(
      String method,
      String mount,
      String path,
      String query,
      Map<String, String> headers,
      Map<String, String[]> form) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            MountTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getPathInfo" -> path;
                  case "getRequestURI" -> path == null ? mount : mount + path;
                  case "getQueryString" -> query;
                  case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                  case "getHeaders" ->
                      Collections.enumeration(List.of(headers.get((String) arguments[0])));
                  case "getParameterMap" -> form;
                  case "getRemoteAddr" -> "127.0.0.1";
                  default -> null;
                });
  }

  private static final class ServletReply {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int status;
    private int length;

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }

    HttpServletResponse response() {
      return (HttpServletResponse)
          Proxy.newProxyInstance(
              MountTest.class.getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              (proxy, called, arguments) -> {
                switch (called.getName()) {
                  case "setStatus" -> status = (int) arguments[0];
                  case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                  case "setContentLength" -> length = (int) arguments[0];
                  case "getOutputStream" -> {
                    return new Sink(body);
                  }
                  default -> throw new ServletException(called.getName());
                }
                return null;
              });
    }
  }

  private static final class Sink extends ServletOutputStream {
    private final ByteArrayOutputStream body;

    Sink(ByteArrayOutputStream body) {
      this.body = body;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) {
      body.write(b);
    }
  }
}
