package dev.sessionlifecycle.events;

/** How an event is written into the body of a webhook. */
public enum EventFormat {
  /** {@code {"type", "timestamp", "data"}}, as Standard Webhooks recommend. */
  STANDARD_WEBHOOK("application/json"),
  /**
   * A structured <a
   * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvent
   * 1.0</a>. The signature stays in the headers of Standard Webhooks.
   */
  CLOUD_EVENT("application/cloudevents+json");

  private final String contentType;

  EventFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The type of the body. */
  public String contentType() {
    return contentType;
  }

  String write(SessionEvent event) {
    return this == CLOUD_EVENT ? event.toCloudEvent() : event.toWebhook();
  }
}
