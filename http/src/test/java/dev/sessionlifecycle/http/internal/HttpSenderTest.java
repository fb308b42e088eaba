package dev.sessionlifecycle.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/**
 * The client of the JDK reads a body on a thread of its own, so the caller may have its answer
 * before that thread subscribes. A client that subscribes when the test says so shows both orders.
 */
class HttpSenderTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);
  private static final HttpRequest REQUEST =
      HttpRequest.newBuilder(URI.create("http://127.0.0.1/")).build();

  private final SteppedClient client = new SteppedClient();
  private final HttpSender sender = new HttpSender(client, TIMEOUT);
  private final Body body = new Body();

  @Test
  void an_unneeded_body_that_begins_after_the_answer_is_cancelled_after_the_timeout()
      throws Exception {
    assertThat(sender.headers(REQUEST).statusCode()).isEqualTo(200);

    client.subscriber.onSubscribe(body);
    client.subscriber.onNext(List.of(ByteBuffer.wrap(new byte[10])));

    assertThat(body.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_unneeded_body_that_begins_before_the_answer_is_cancelled_after_the_timeout()
      throws Exception {
    client.first = body;
    assertThat(sender.headers(REQUEST).statusCode()).isEqualTo(200);

    assertThat(body.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_body_that_begins_after_the_timeout_is_never_read() {
    assertThatThrownBy(() -> sender.whole(REQUEST, 100)).isInstanceOf(HttpTimeoutException.class);

    client.subscriber.onSubscribe(body);

    assertThat(body.cancelled.getCount()).isZero();
    assertThat(body.requested).isZero();
  }

  @Test
  void a_body_over_the_limit_is_cancelled_at_once() {
    client.first = body;
    CompletableFuture<HttpResponse<byte[]>> pending =
        CompletableFuture.supplyAsync(() -> whole(new HttpSender(client, Duration.ofMinutes(1))));
    client.subscribed.join();

    client.subscriber.onNext(List.of(ByteBuffer.wrap(new byte[101])));

    assertThat(body.cancelled.getCount()).isZero();
    assertThatThrownBy(pending::join).hasStackTraceContaining("longer than 100 bytes");
  }

  private static HttpResponse<byte[]> whole(HttpSender sender) {
    try {
      return sender.whole(REQUEST, 100);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Remembers what was asked of it. */
  private static final class Body implements Subscription {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private long requested;

    @Override
    public void request(long n) {
      requested = n;
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }
  }

  /** Answers each request with 200, and leaves the body to the test. */
  private static final class SteppedClient extends HttpClient {
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private BodySubscriber<?> subscriber;
    private Subscription first;

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler) {
      BodySubscriber<T> reading = handler.apply(new Head());
      subscriber = reading;
      if (first != null) {
        reading.onSubscribe(first);
      }
      subscribed.complete(null);
      return reading.getBody().<HttpResponse<T>>thenApply(StubResponse::new).toCompletableFuture();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
      return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
      return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
      return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SSLParameters sslParameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Authenticator> authenticator() {
      return Optional.empty();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
      return Optional.empty();
    }
  }

  private record Head() implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  private record StubResponse<T>(T body) implements HttpResponse<T> {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpRequest request() {
      return REQUEST;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return new Head().headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return REQUEST.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
