package dev.sessionlifecycle.http.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sends one POST request, and reads the status and the headers of its response. */
interface HttpPost {

  /**
   * Sends a request.
   *
   * @param headers those beside the ones that HTTP itself needs
   * @throws java.net.http.HttpTimeoutException where there was no response in time
   * @throws IOException where there was none at all
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  ResponseHead send(URI endpoint, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException;

  /**
   * The beginning of a response.
   *
   * @param retryAfter the value of its header {@code Retry-After}
   */
  record ResponseHead(int status, Optional<String> retryAfter) {
    /** Shows the status alone. */
    @Override
    public String toString() {
      return "ResponseHead[status=" + status + "]";
    }
  }
}
