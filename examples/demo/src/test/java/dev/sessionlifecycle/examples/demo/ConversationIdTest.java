package dev.sessionlifecycle.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationIdTest {
  private static final UUID SESSION = new UUID(1, 2);

  @Test
  void an_id_is_the_same_on_every_machine() {
    assertEquals(
        UUID.fromString("a5ea0b25-165b-37a3-a542-b48d796e78d8"),
        Conversation.id("demo", "input", "calls.jsonl"));
  }

  @Test
  void a_moved_file_keeps_its_organization_and_another_file_has_its_own() {
    UUID here = new ConversationFile(Path.of("here", "calls.jsonl")).organization();
    assertEquals(here, new ConversationFile(Path.of("there", "calls.jsonl")).organization());
    assertNotEquals(here, new ConversationFile(Path.of("here", "chats.jsonl")).organization());
  }

  @Test
  void a_message_id_depends_on_its_position() {
    assertEquals(Conversation.messageId(SESSION, 1), Conversation.messageId(SESSION, 1));
    assertNotEquals(Conversation.messageId(SESSION, 1), Conversation.messageId(SESSION, 2));
  }
}
