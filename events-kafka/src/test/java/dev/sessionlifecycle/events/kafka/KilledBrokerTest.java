package dev.sessionlifecycle.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, killed and started again while sessions end. */
@Tag("long")
class KilledBrokerTest {
  private static final int SESSIONS = Integer.getInteger("sessionlifecycle.ends", 3_000);
  private static final String TOPIC = "sessions";

  @Test
  void a_killed_broker_loses_nothing_and_keeps_the_order_of_each_session(@TempDir Path folder)
      throws Exception {
    try (KafkaBroker broker = new KafkaBroker(folder)) {
      broker.createTopic(TOPIC, 4);
      List<UUID> ended = new ArrayList<>();
      try (Producer<String, byte[]> producer = producer(broker);
          SessionLifecycle lifecycle =
              SessionLifecycle.builder(InMemorySessionStore.create())
                  .finalizeWith(KafkaEvents.to(producer, TOPIC).build().addTo(FinalizeChain.none()))
                  .build();
          FinalizerRun run = lifecycle.finalizer().start(options())) {
        UUID organization = UUID.randomUUID();
        OrganizationSessions sessions = lifecycle.organization(organization);
        for (int i = 0; i < SESSIONS; i++) {
          UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
          sessions.close(id, "resolved");
          ended.add(id);
          if (i == SESSIONS / 3 || i == 2 * SESSIONS / 3) {
            int delivered = i;
            waitUntil(() -> lifecycle.finalizer().snapshot().stepsFinished() > delivered);
            broker.kill();
            broker.start();
          }
        }
        waitUntil(() -> isAtRest(lifecycle, organization));
        assertThat(lifecycle.finalizer().backlog(organization).parked()).isZero();
        assertThat(run).isNotNull();
      }
      Map<String, List<String>> events = read(broker);
      assertThat(events).hasSize(ended.size());
      for (UUID id : ended) {
        assertThat(events.get(id.toString()))
            .as("session %s", id)
            .containsExactly("ended", "finalized");
      }
    }
  }

  private static void waitUntil(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(2)).until(condition);
  }

  private static boolean isAtRest(SessionLifecycle lifecycle, UUID organization) {
    var backlog = lifecycle.finalizer().backlog(organization);
    return backlog.due() + backlog.leased() + backlog.waiting() == 0;
  }

  /** Sixteen deliveries at once, of which those fail that the broker does not confirm in 2 s. */
  private static FinalizerOptions options() {
    return FinalizerOptions.builder()
        .threads(16)
        .steps(
            StepOptions.defaults()
                .withAttempts(1_000)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1)))
        .build();
  }

  private static Producer<String, byte[]> producer(KafkaBroker broker) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", broker.address(),
            "delivery.timeout.ms", 2_000,
            "request.timeout.ms", 1_000,
            "max.block.ms", 2_000,
            "reconnect.backoff.max.ms", 200),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** Returns the events of each session in order, without repetitions. */
  private static Map<String, List<String>> read(KafkaBroker broker) {
    Map<String, List<String>> events = new HashMap<>();
    Set<String> seen = new HashSet<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(TOPIC)) {
        partitions.add(new TopicPartition(TOPIC, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
        ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofSeconds(1));
        for (ConsumerRecord<String, byte[]> record : records) {
          String id =
              new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
          if (seen.add(id)) {
            events
                .computeIfAbsent(record.key(), key -> new ArrayList<>())
                .add(id.substring(id.lastIndexOf(':') + 1));
          }
        }
      }
    }
    return events;
  }
}
