package dev.sessionlifecycle.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.finalizer.SessionChain.StepAttempt;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaEventsTest {
  private final UUID organization = UUID.randomUUID();

  @Test
  void a_record_is_a_cloud_event_under_the_key_of_its_session() {
    MockProducer<String, byte[]> producer = producer(true);
    UUID id = end(producer, Progress.DONE, null);
    assertThat(producer.history()).hasSize(2);
    ProducerRecord<String, byte[]> ended = producer.history().get(0);
    assertThat(ended.topic()).isEqualTo("sessions");
    assertThat(ended.key()).isEqualTo(id.toString());
    Map<String, String> headers = new TreeMap<>();
    ended
        .headers()
        .forEach(it -> headers.put(it.key(), new String(it.value(), StandardCharsets.UTF_8)));
    assertThat(headers.remove("ce_time")).endsWith("Z");
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", organization + ":" + id + ":ended",
                "ce_source", "/organizations/" + organization,
                "ce_type", "dev.sessionlifecycle.session.ended.v1",
                "ce_subject", id.toString(),
                "ce_dataschema", "urn:session-lifecycle:event:session.ended:1#/$defs/data",
                "content-type", "application/json"));
    assertThat(new String(ended.value(), StandardCharsets.UTF_8))
        .startsWith("{\"organization_id\":\"" + organization + "\"")
        .contains("\"sequence\":1", "\"reason\":\"resolved\"");
    assertThat(new String(producer.history().get(1).value(), StandardCharsets.UTF_8))
        .contains("\"sequence\":2", "\"finalized_at\":");
  }

  @Test
  void a_record_that_is_not_acknowledged_is_not_delivered() {
    NeverAcknowledged result = new NeverAcknowledged();
    MockProducer<String, byte[]> producer = returning(result);
    end(producer, Progress.PENDING, "TimeoutException");
    assertThat(producer.history())
        .extracting(ProducerRecord::key)
        .as("nothing behind it was sent")
        .hasSize(1);
    // Half a second of the step's time is left to write the outcome.
    Duration most = StepOptions.defaults().timeout().minusMillis(500);
    assertThat(result.asked)
        .singleElement()
        .satisfies(it -> assertThat(it).isBetween(Duration.ofMillis(1), most));
  }

  /** Gives up at once, however long it is asked to wait: a wait would have to fit a time limit. */
  private static final class NeverAcknowledged extends CompletableFuture<RecordMetadata> {
    final List<Duration> asked = new ArrayList<>();

    @Override
    public RecordMetadata get(long time, TimeUnit unit) throws TimeoutException {
      asked.add(Duration.of(time, unit.toChronoUnit()));
      throw new TimeoutException();
    }
  }

  @Test
  void what_the_broker_refuses_is_tried_again_or_parked() {
    end(failing(new NotEnoughReplicasException("1")), Progress.PENDING, "NotEnoughReplicas");
    end(failing(new RecordTooLargeException("1")), Progress.PARKED, "record_too_large");
  }

  @Test
  void a_producer_without_acknowledgements_is_refused() {
    RecordMetadata unknown = new RecordMetadata(new TopicPartition("sessions", 0), -1, 0, 0, 0, 0);
    end(returning(CompletableFuture.completedFuture(unknown)), Progress.PARKED, "acks_0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "ü", "a/b"})
  void a_topic_that_kafka_cannot_have_is_refused(String topic) {
    assertThatThrownBy(() -> KafkaEvents.to(producer(true), topic))
        .isInstanceOf(InvalidInputException.class);
  }

  /** Ends a session, runs its chain once, and checks what became of the first delivery. */
  private UUID end(Producer<String, byte[]> producer, Progress progress, String label) {
    KafkaEvents events = KafkaEvents.to(producer, "sessions").build();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create())
            .finalizeWith(events.addTo(FinalizeChain.none()))
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
      sessions.close(id, "resolved");
      lifecycle.finalizer().runDue(1);
      ChainStep step = lifecycle.finalizer().chain(organization, id).orElseThrow().steps().get(0);
      assertThat(step.name()).isEqualTo("kafka.ended");
      assertThat(step.progress()).isEqualTo(progress);
      if (label != null) {
        assertThat(step.history())
            .first()
            .extracting(StepAttempt::label)
            .asString()
            .contains(label);
      }
      return id;
    }
  }

  private static MockProducer<String, byte[]> producer(boolean isAcknowledging) {
    return new MockProducer<>(
        isAcknowledging, null, new StringSerializer(), new ByteArraySerializer());
  }

  private static Producer<String, byte[]> failing(RuntimeException failure) {
    return returning(CompletableFuture.failedFuture(failure));
  }

  private static MockProducer<String, byte[]> returning(Future<RecordMetadata> result) {
    return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
      @Override
      public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        super.send(record);
        return result;
      }
    };
  }
}
