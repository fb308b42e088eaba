package dev.sessionlifecycle.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.MessageRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationFileTest {
  @TempDir Path directory;

  private final List<Conversation> valid = new ArrayList<>();
  private final Map<Integer, String> invalid = new TreeMap<>();

  @Test
  void channel_and_reason_may_be_missing_or_null() throws IOException {
    read(
        """
        {"conversation": "a", "turns": []}
        {"conversation": "b", "channel": null, "end_reason": null, "turns": []}
        {"conversation": "c", "channel": "sms", "end_reason": "", "turns": []}
        {"conversation": 4, "end_reason": 13, "turns": []}
        """);
    assertTrue(invalid.isEmpty(), invalid.toString());
    assertNull(valid.get(0).channel());
    assertNull(valid.get(1).endReason());
    assertEquals("", valid.get(2).endReason());
    assertEquals("4", valid.get(3).key());
    assertEquals("13", valid.get(3).endReason());
  }

  @Test
  void the_speaker_system_is_read_as_the_agent() throws IOException {
    read(
        """
        {"conversation": "a", "turns": [{"speaker": "user", "text": "Hi"}, {"speaker": "system", "text": "Hello"}]}
        """);
    assertEquals(
        List.of(
            new Conversation.Turn(MessageRole.USER, "Hi"),
            new Conversation.Turn(MessageRole.AGENT, "Hello")),
        valid.get(0).turns());
  }

  @Test
  void each_invalid_line_is_reported_and_the_rest_is_read() throws IOException {
    read(
        """
        {"conversation": "a", "turns": []}
        not json
        ["conversation"]

        {"conversation": "b", "turns": [{"speaker": "nobody", "text": 3}], "channel": 7}
        {"conversation": "a", "turns": []}
        {"conversation": "c", "turns": []} {}
        {"turns": []}
        {"conversation": "d", "conversation": "e", "turns": []}
        {"conversation": "f", "turns": [{"speaker": "user", "text": "\\u0000"}]}
        {"conversation": "z", "turns": []}
        """);
    assertEquals(List.of("a", "z"), valid.stream().map(Conversation::key).toList());
    assertEquals(List.of(2, 3, 5, 6, 7, 8, 9, 10), List.copyOf(invalid.keySet()));
    assertEquals("not a JSON object", invalid.get(3));
    assertEquals(
        "channel: a string; turns[0].speaker: one of agent assistant bot caller customer platform"
            + " system tool user; turns[0].text: a string",
        invalid.get(5));
    assertEquals("conversation: the same as on line 1", invalid.get(6));
    assertEquals("more than one JSON value", invalid.get(7));
    assertEquals("conversation: 1 to 1,000 characters", invalid.get(8));
    assertEquals("turns[0].text: no NUL, no lone surrogate", invalid.get(10));
  }

  @Test
  void a_violation_never_quotes_the_line() throws IOException {
    read("{\"conversation\": \"a\", \"turns\": secret@example.com}\n");
    assertFalse(invalid.get(1).contains("secret"), invalid.get(1));
  }

  @Test
  void a_line_that_is_not_utf_8_does_not_affect_the_others() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "\uFEFF{\"conversation\": \"a\", \"turns\": []}\r\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}', '\n'});
    bytes.writeBytes("{\"conversation\": \"ö\", \"turns\": []}".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(directory.resolve("input.jsonl"), bytes.toByteArray());
    read(new ConversationFile(file));
    assertEquals(List.of("a", "ö"), valid.stream().map(Conversation::key).toList());
    assertEquals(Map.of(2, "not UTF-8"), invalid);
  }

  @Test
  void a_missing_file_is_reported() {
    assertThrows(
        NoSuchFileException.class, () -> read(new ConversationFile(directory.resolve("none"))));
  }

  @Test
  void the_sample_is_valid_and_varied() throws IOException {
    read(new ConversationFile(null));
    assertTrue(invalid.isEmpty(), invalid.toString());
    assertTrue(valid.size() >= 40);
    assertTrue(valid.stream().map(Conversation::channel).distinct().count() >= 6);
    assertTrue(valid.stream().map(Conversation::provider).distinct().count() >= 6);
  }

  @Test
  void the_sample_contains_all_listed_personal_data() throws IOException {
    StringBuilder everything = new StringBuilder();
    new ConversationFile(null)
        .read(
            conversation -> everything.append(conversation).append('\n'),
            line -> everything.append(line));
    List<String> data = PersonalDataSearch.sample();
    assertTrue(data.size() > 30);
    data.forEach(value -> assertTrue(everything.indexOf(value) >= 0, value));
  }

  private void read(String lines) throws IOException {
    read(new ConversationFile(Files.writeString(directory.resolve("input.jsonl"), lines)));
  }

  private void read(ConversationFile file) throws IOException {
    file.read(valid::add, line -> invalid.put(line.line(), line.reason()));
  }
}
