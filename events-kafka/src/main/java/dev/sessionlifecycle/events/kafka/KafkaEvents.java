package dev.sessionlifecycle.events.kafka;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.events.EventContent;
import dev.sessionlifecycle.events.EventDeliveries;
import dev.sessionlifecycle.events.SessionEvent;
import dev.sessionlifecycle.events.SessionEventType;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Writes the events of sessions to a topic of Kafka, as <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 * in binary mode</a>: the attributes in headers ({@code ce_id}, {@code ce_type} …), the data in the
 * value, and the session's id as the key, so that the events of a session are in one partition.
 *
 * <pre>{@code
 * KafkaEvents events = KafkaEvents.to(producer, "sessions").build();
 * FinalizeChain chain = events.addTo(FinalizeChain.first(scrub).then(summarize));
 * }</pre>
 *
 * <p>A delivery is done when the broker has acknowledged the record: at least once, and for each
 * session in the order of {@code sequence} once repetitions are left out by {@code ce_id}; never of
 * an end that was rolled back. What fails is tried again as {@link
 * dev.sessionlifecycle.finalizer.StepOptions} say. The host owns the producer: it should be
 * idempotent and wait for all replicas, which are Kafka's defaults, and is not closed. Immutable
 * and thread-safe.
 */
public final class KafkaEvents {
  private static final Duration REPLY = Duration.ofMillis(500);

  private final Producer<String, byte[]> producer;
  private final String topic;
  private final EventDeliveries deliveries;

  private KafkaEvents(Builder builder) {
    this.producer = builder.producer;
    this.topic = builder.topic;
    SessionEventType[] events = builder.events.toArray(SessionEventType[]::new);
    SessionType[] types = builder.sessionTypes.toArray(SessionType[]::new);
    this.deliveries =
        EventDeliveries.to(builder.name, this::send)
            .events(events[0], events)
            .onlyFor(types[0], types)
            .content(builder.content)
            .build();
  }

  /**
   * Begins with {@link SessionEventType#ENDED} and {@link SessionEventType#FINALIZED} of live
   * sessions, named {@code kafka}.
   *
   * @param producer the host's producer, whose serializers are those for strings and for bytes
   * @param topic the topic: 1 to 249 of a-z A-Z 0-9 . _ -
   * @throws InvalidInputException for any other topic
   */
  public static Builder to(Producer<String, byte[]> producer, String topic) {
    return new Builder(producer, topic);
  }

  /**
   * Returns a copy of the chain that also writes to the topic; see {@link EventDeliveries#addTo}.
   */
  public FinalizeChain addTo(FinalizeChain chain) {
    return deliveries.addTo(chain);
  }

  /** Its deliveries: their names, their state, and how to resend them. */
  public EventDeliveries deliveries() {
    return deliveries;
  }

  private StepOutcome send(SessionEvent event, StepContext context) throws Exception {
    try {
      Future<RecordMetadata> sending = producer.send(record(event));
      // Some of the time is left to write the outcome before the step counts as hung.
      Duration wait = context.timeLeft().minus(REPLY);
      RecordMetadata written = sending.get(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
      // Without acknowledgements it is unknown whether it is there.
      return written.hasOffset() ? StepOutcome.done() : StepOutcome.rejected("acks_0");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return StepOutcome.rejected("record_too_large");
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (InterruptException e) {
      throw new InterruptedException();
    }
  }

  private ProducerRecord<String, byte[]> record(SessionEvent event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topic, event.sessionId().toString(), event.toData().getBytes(StandardCharsets.UTF_8));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", event.id());
    header(record, "ce_source", event.source());
    header(record, "ce_type", event.type().cloudEventType());
    header(record, "ce_subject", event.sessionId().toString());
    header(record, "ce_time", event.time().toString());
    header(record, "ce_dataschema", event.type().dataSchema());
    header(record, "content-type", "application/json");
    return record;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "KafkaEvents[" + deliveries.name() + "]";
  }

  /** Builder of events. Not thread-safe. */
  public static final class Builder {
    private final Producer<String, byte[]> producer;
    private final String topic;
    private String name = "kafka";
    private EventContent content = EventContent.thin();
    private Set<SessionEventType> events =
        EnumSet.of(SessionEventType.ENDED, SessionEventType.FINALIZED);
    private Set<SessionType> sessionTypes = EnumSet.of(SessionType.LIVE);

    private Builder(Producer<String, byte[]> producer, String topic) {
      this.producer = Validator.require("producer", producer);
      this.topic = Validator.require("topic", topic);
      if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.matches("\\.{1,2}")) {
        throw Validator.invalid("topic", "1 to 249 of a-z A-Z 0-9 . _ -, neither . nor ..");
      }
    }

    /** Writes these events alone. */
    public Builder events(SessionEventType first, SessionEventType... others) {
      Validator.requireElements("others", others);
      this.events = EnumSet.of(Validator.require("events", first), others);
      return this;
    }

    /**
     * Sets the name that the deliveries are stored under: 1 to 50 of a-z 0-9 _ -, beginning with a
     * letter or digit. Checked when it is built.
     */
    public Builder named(String value) {
      this.name = Validator.require("name", value);
      return this;
    }

    /** Announces sessions of these types; of live ones alone by default. */
    public Builder onlyFor(SessionType first, SessionType... others) {
      Validator.requireElements("others", others);
      this.sessionTypes = EnumSet.of(Validator.require("only_for", first), others);
      return this;
    }

    /** Adds the summary, behind the scrub, to {@link SessionEventType#FINALIZED}. */
    public Builder withSummary() {
      this.content = content.withSummary();
      return this;
    }

    /** Adds the external id, behind the scrub, to {@link SessionEventType#FINALIZED}. */
    public Builder withExternalId() {
      this.content = content.withExternalId();
      return this;
    }

    /**
     * Returns the events.
     *
     * @throws InvalidInputException for a name that no receiver may have
     */
    public KafkaEvents build() {
      return new KafkaEvents(this);
    }
  }
}
