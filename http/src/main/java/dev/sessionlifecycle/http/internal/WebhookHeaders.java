package dev.sessionlifecycle.http.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The headers of Standard Webhooks, and what is signed. */
public final class WebhookHeaders {
  /** The id of the message, the same in each attempt. */
  public static final String ID = "webhook-id";

  /** When the attempt was made, in seconds since 1970. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** The signatures, one for each key, separated by blanks. */
  public static final String SIGNATURE = "webhook-signature";

  private WebhookHeaders() {}

  /** Returns the bytes that are signed: id, timestamp and body, separated by full stops. */
  public static byte[] signed(String id, long timestamp, byte[] body) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(body.length + id.length() + 32);
    content.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    content.writeBytes(body);
    return content.toByteArray();
  }

  /** Returns the signatures of these keys as the header has them. */
  static String signatures(List<WebhookKey> keys, String id, long timestamp, byte[] body) {
    byte[] content = signed(id, timestamp, body);
    return keys.stream().map(key -> key.sign(content)).collect(Collectors.joining(" "));
  }
}
