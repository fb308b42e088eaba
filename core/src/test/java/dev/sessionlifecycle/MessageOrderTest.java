package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.session.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageOrderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Integer> SENT = List.of(3, 0, 5, 3, 4, 0);
  private static final List<String> BY_TIME = List.of("1", "5", "0", "3", "4", "2");

  private static Instant sent(int place) {
    return NOON.plusSeconds(SENT.get(place));
  }

  @Test
  void a_transcript_is_in_the_order_in_which_messages_were_sent() {
    List<TranscriptMessage> stored =
        IntStream.range(0, SENT.size())
            .mapToObj(
                it -> new TranscriptMessage(new UUID(0, it), MessageRole.USER, "" + it, sent(it)))
            .toList();

    assertEquals(
        BY_TIME, new Transcript(stored).messages().stream().map(TranscriptMessage::text).toList());
  }

  @Test
  void stored_messages_can_be_sorted_by_the_time_at_which_they_were_sent() {
    List<StoredMessage> stored =
        IntStream.range(0, SENT.size())
            .mapToObj(
                it ->
                    new StoredMessage(
                        new UUID(0, it), it + 1, MessageRole.USER, "" + it, sent(it), null))
            .toList();

    assertEquals(
        BY_TIME, stored.stream().sorted(StoredMessage.BY_TIME).map(StoredMessage::text).toList());
  }
}
