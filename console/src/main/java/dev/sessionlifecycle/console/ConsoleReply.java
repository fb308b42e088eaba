package dev.sessionlifecycle.console;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Map;

/**
 * The answer to a request: to be sent as it is.
 *
 * @param status the status code of HTTP
 * @param headers all headers but the length
 * @param body the body, to be sent as UTF-8; to a {@code HEAD} request it is not sent
 */
public record ConsoleReply(int status, Map<String, String> headers, String body) {

  /** Copies the headers. */
  public ConsoleReply {
    headers = Map.copyOf(Validator.require("headers", headers));
    Validator.require("body", body);
  }

  /** Leaves out the headers and the body. */
  @Override
  public String toString() {
    return "ConsoleReply[status=" + status + "]";
  }
}
