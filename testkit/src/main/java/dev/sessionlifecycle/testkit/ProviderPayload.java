package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.nio.charset.StandardCharsets;

/**
 * The body of a webhook in the shape that the provider has published, with values that are made up.
 *
 * @param provider the provider, such as {@code vapi}
 * @param event the event, such as {@code end-of-call-report}
 * @param callId the id of the call, chat or room that is in it
 * @param source the public page or file that describes its shape
 * @param contentType {@code application/json} or {@code application/x-www-form-urlencoded}
 * @param text the body
 */
public record ProviderPayload(
    String provider, String event, String callId, String source, String contentType, String text) {

  /** Checks that nothing is missing. */
  public ProviderPayload {
    Validator.require("provider", provider);
    Validator.require("event", event);
    Validator.require("call_id", callId);
    Validator.require("source", source);
    Validator.require("content_type", contentType);
    Validator.require("text", text);
  }

  /** Returns the body in UTF-8. */
  public byte[] body() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns a copy about another call.
   *
   * @param id its id, without characters that JSON or a form would have to escape
   */
  public ProviderPayload withCallId(String id) {
    return new ProviderPayload(
        provider,
        event,
        id,
        source,
        contentType,
        text.replace(callId, Validator.require("id", id)));
  }

  /**
   * Returns a copy with another text in place of each occurrence of one.
   *
   * @param part what is replaced, as it stands in the body
   */
  public ProviderPayload withReplaced(String part, String replacement) {
    return new ProviderPayload(
        provider,
        event,
        callId,
        source,
        contentType,
        text.replace(
            Validator.require("part", part), Validator.require("replacement", replacement)));
  }

  /** Contains no content. */
  @Override
  public String toString() {
    return provider + " " + event;
  }
}
