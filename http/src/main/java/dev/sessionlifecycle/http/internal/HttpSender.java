package dev.sessionlifecycle.http.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests. The timeout covers the whole exchange, from the connection to the last byte of
 * the response; that of {@link HttpRequest} ends with the headers. A body that nobody needs is read
 * for as long again at most. After that an exchange holds neither a thread nor a connection.
 */
public final class HttpSender {

  /** A body that nobody needs is read up to here, so that the connection can be used again. */
  private static final int UNNEEDED = 8 * 1024;

  private final HttpClient client;
  private final Duration timeout;

  /** Creates a sender with the time that an exchange may take. */
  public HttpSender(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * Returns the status and the headers as soon as they are there. The body is thrown away.
   *
   * @throws HttpTimeoutException if they are not there in time
   */
  public HttpResponse<byte[]> headers(HttpRequest request)
      throws IOException, InterruptedException {
    return send(request, UNNEEDED, false);
  }

  /**
   * Returns the response with its body.
   *
   * @param most the most bytes of the body
   * @throws HttpTimeoutException if it is not whole in time
   * @throws IOException if the body is longer
   */
  public HttpResponse<byte[]> whole(HttpRequest request, int most)
      throws IOException, InterruptedException {
    return send(request, most, true);
  }

  private HttpResponse<byte[]> send(HttpRequest request, int most, boolean whole)
      throws IOException, InterruptedException {
    Body body = new Body(most, whole);
    CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request, info -> body);
    boolean answered = false;
    try {
      HttpResponse<byte[]> response = pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      answered = true;
      return response;
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole response within " + timeout);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      pending.cancel(true);
      if (!answered) {
        body.stop();
      } else {
        body.stopAfter(timeout);
      }
    }
  }

  /**
   * Reads a body up to a limit. The client subscribes on a thread of its own, perhaps after the
   * caller has its answer, or has given up.
   */
  private static final class Body implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;
    private volatile @Nullable Subscription subscription;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;

    private Body(int most, boolean needed) {
      this.most = most;
      if (!needed) {
        result.complete(new byte[0]);
      }
    }

    /** Cancels the subscription, or has it cancelled as soon as there is one. */
    void stop() {
      stopped = true;
      Subscription running = subscription;
      if (running != null && !ended.isDone()) {
        running.cancel();
      }
    }

    /** Stops, unless the body has ended by then; a body that ends leaves nothing behind. */
    void stopAfter(Duration timeout) {
      var unused =
          ended
              .copy()
              .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
              .exceptionally(
                  late -> {
                    stop();
                    return null;
                  });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return result;
    }

    @Override
    public void onSubscribe(Subscription to) {
      subscription = to;
      if (stopped) {
        to.cancel();
      } else {
        to.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        byte[] more = new byte[Math.min(part.remaining(), most + 1 - bytes.size())];
        part.get(more);
        bytes.writeBytes(more);
      }
      if (bytes.size() > most) {
        stop();
        result.completeExceptionally(
            new IOException("the response is longer than " + most + " bytes"));
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended.complete(null);
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
      result.complete(bytes.toByteArray());
    }
  }
}
