package dev.sessionlifecycle.examples.quickstart;

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

class InputTest {
  @TempDir Path directory;

  private final List<Conversation> good = new ArrayList<>();
  private final Map<Integer, String> bad = new TreeMap<>();

  @Test
  void a_line_may_lack_channel_and_reason_or_have_them_null() throws IOException {
    read(
        """
        {"conversation": "a", "turns": []}
        {"conversation": "b", "channel": null, "end_reason": null, "turns": []}
        {"conversation": "c", "channel": "sms", "end_reason": "", "turns": []}
        {"conversation": 4, "end_reason": 13, "turns": []}
        """);
    assertTrue(bad.isEmpty(), bad.toString());
    assertNull(good.get(0).channel());
    assertNull(good.get(1).endReason());
    assertEquals("", good.get(2).endReason());
    assertEquals("4", good.get(3).key());
    assertEquals("13", good.get(3).endReason());
  }

  @Test
  void the_system_of_a_dialogue_is_its_agent() throws IOException {
    read(
        """
        {"conversation": "a", "turns": [{"speaker": "user", "text": "Hi"}, {"speaker": "system", "text": "Hello"}]}
        """);
    assertEquals(
        List.of(new Turn(MessageRole.USER, "Hi"), new Turn(MessageRole.AGENT, "Hello")),
        good.get(0).turns());
  }

  @Test
  void each_bad_line_is_named_and_the_rest_goes_on() throws IOException {
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
    assertEquals(List.of("a", "z"), good.stream().map(Conversation::key).toList());
    assertEquals(List.of(2, 3, 5, 6, 7, 8, 9, 10), List.copyOf(bad.keySet()));
    assertEquals("not a JSON object", bad.get(3));
    assertEquals(
        "channel: a string; turns[0].speaker: one of agent assistant bot caller customer platform"
            + " system tool user; turns[0].text: a string",
        bad.get(5));
    assertEquals("conversation: the same as on line 1", bad.get(6));
    assertEquals("more than one JSON value", bad.get(7));
    assertEquals("conversation: 1 to 1,000 characters", bad.get(8));
    assertEquals("turns[0].text: no NUL, no lone surrogate", bad.get(10));
  }

  @Test
  void what_is_wrong_never_repeats_the_line() throws IOException {
    read("{\"conversation\": \"a\", \"turns\": secret@example.com}\n");
    assertFalse(bad.get(1).contains("secret"), bad.get(1));
  }

  @Test
  void bytes_that_are_no_utf_8_spoil_their_own_line_only() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "\uFEFF{\"conversation\": \"a\", \"turns\": []}\r\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}', '\n'});
    bytes.writeBytes("{\"conversation\": \"ö\", \"turns\": []}".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(directory.resolve("input.jsonl"), bytes.toByteArray());
    read(new Input(file));
    assertEquals(List.of("a", "ö"), good.stream().map(Conversation::key).toList());
    assertEquals(Map.of(2, "not UTF-8"), bad);
  }

  @Test
  void a_missing_file_is_told() {
    assertThrows(NoSuchFileException.class, () -> read(new Input(directory.resolve("none"))));
  }

  @Test
  void the_sample_has_no_bad_line_and_much_to_look_at() throws IOException {
    read(Input.sample());
    assertTrue(bad.isEmpty(), bad.toString());
    assertTrue(good.size() >= 40);
    assertTrue(good.stream().map(Conversation::channel).distinct().count() >= 6);
    assertTrue(good.stream().map(Conversation::provider).distinct().count() >= 6);
  }

  @Test
  void the_personal_data_of_the_sample_are_in_the_sample() throws IOException {
    StringBuilder everything = new StringBuilder();
    Input.sample()
        .read(
            conversation -> everything.append(conversation).append('\n'),
            line -> everything.append(line));
    List<String> data = PersonalData.ofSample();
    assertTrue(data.size() > 30);
    data.forEach(value -> assertTrue(everything.indexOf(value) >= 0, value));
  }

  private void read(String lines) throws IOException {
    read(new Input(Files.writeString(directory.resolve("input.jsonl"), lines)));
  }

  private void read(Input input) throws IOException {
    input.read(good::add, line -> bad.put(line.line(), line.reason()));
  }
}
