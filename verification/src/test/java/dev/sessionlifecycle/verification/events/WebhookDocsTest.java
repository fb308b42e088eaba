package dev.sessionlifecycle.verification.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.events.SessionEventType;
import dev.sessionlifecycle.events.Webhook;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.http.WebhookSecrets;
import dev.sessionlifecycle.http.WebhookSecrets.SigningKeys;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of the page compiles, and handles what is sent to it once. */
class WebhookDocsTest {
  private static final Pattern RECEIVER =
      Pattern.compile("```java\n(import .*?class CrmReceiver.*?)```", Pattern.DOTALL);

  @Test
  void the_receiver_of_the_page_handles_each_event_once_and_refuses_others(@TempDir Path folder)
      throws Exception {
    SigningKeys pair = WebhookSecrets.newKeyPair();
    String shared = WebhookSecrets.newShared();
    Object receiver = receiver(folder, shared, pair.publicKey());
    Map<?, ?> handled = (Map<?, ?>) receiver.getClass().getField("handled").get(receiver);
    HttpServer server =
        (HttpServer) receiver.getClass().getMethod("start", int.class).invoke(receiver, 0);
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
      Webhook one = Webhook.to(uri).secret(shared).named("one").build();
      Webhook two = Webhook.to(uri).secret(pair.secretKey()).named("two").build();
      Webhook unknown =
          Webhook.to(uri)
              .secret(WebhookSecrets.newShared())
              .events(SessionEventType.ENDED)
              .named("unknown")
              .build();
      try (SessionLifecycle lifecycle =
          SessionLifecycle.builder(InMemorySessionStore.create())
              .finalizeWith(unknown.addTo(two.addTo(one.addTo(FinalizeChain.none()))))
              .build()) {
        UUID organization = UUID.randomUUID();
        OrganizationSessions sessions = lifecycle.organization(organization);
        UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
        sessions.close(id, "resolved");
        lifecycle.finalizer().runDue(10);
        assertThat(handled.keySet().stream().map(String::valueOf))
            .containsExactlyInAnyOrder(
                organization + ":" + id + ":ended", organization + ":" + id + ":finalized");
        assertThat(one.deliveries().state(lifecycle.finalizer(), organization).isHealthy())
            .isTrue();
        assertThat(two.deliveries().state(lifecycle.finalizer(), organization).isHealthy())
            .isTrue();
        assertThat(unknown.deliveries().state(lifecycle.finalizer(), organization).failing())
            .isEqualTo(1);
      }
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}")).build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(401);
      assertThat(handled).hasSize(2);
    } finally {
      server.stop(0);
    }
  }

  private static Object receiver(Path folder, String... secrets) throws Exception {
    Matcher code = RECEIVER.matcher(Files.readString(Path.of("../docs/webhooks.md")));
    assertThat(code.find()).isTrue();
    Path source = Files.writeString(folder.resolve("CrmReceiver.java"), code.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    boolean isCompiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();
    assertThat(isCompiled).as(said.toString()).isTrue();
    URLClassLoader loader =
        new URLClassLoader(
            new java.net.URL[] {folder.toUri().toURL()}, WebhookDocsTest.class.getClassLoader());
    return loader
        .loadClass("CrmReceiver")
        .getConstructor(String[].class)
        .newInstance((Object) secrets);
  }
}
