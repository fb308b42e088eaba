package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of appending messages. */
abstract class AppendConformance extends Conformance {
  private List<StoredMessage> append(Session session, Message... messages) {
    return Check.instance(
            AppendReply.Appended.class, store.append(scene.appending(session, messages)))
        .messages();
  }

  @Test
  void messages_are_numbered_from_one_in_the_order_given() {
    Session session = scene.open();
    UUID id = UUID.randomUUID();
    Message hello = scene.fromUser("hello").withId(id).inTurn(UUID.randomUUID());
    List<StoredMessage> first = append(session, hello, scene.fromAgent("good day"));
    List<StoredMessage> second =
        append(
            session,
            Message.fromSystem("on hold")
                .withId(UUID.randomUUID())
                .at(scene.now().minusSeconds(9)));
    assertEquals(
        new StoredMessage(id, 1, MessageRole.USER, "hello", scene.now(), hello.turnId()),
        first.get(0));
    assertEquals(2, first.get(1).sequence());
    assertEquals(3, second.get(0).sequence());
    List<StoredMessage> all = new ArrayList<>(first);
    all.addAll(second);
    assertEquals(all, messages(session));
  }

  @Test
  void an_append_updates_the_message_counts_and_timestamps_of_its_session() {
    Session opened = scene.open();
    clock.advance(Duration.ofSeconds(10));
    Message late = scene.fromUser("late");
    Message early = scene.fromAgent("early").at(scene.now().minusSeconds(4));
    Session session = scene.append(opened, late, early);
    Session expected =
        SessionBuilder.of(opened)
            .messageCount(2)
            .userMessageCount(1)
            .firstMessageAt(early.sentAt())
            .lastMessageAt(late.sentAt())
            .updatedAt(scene.now())
            .lastActivityAt(scene.now())
            .build();
    Check.sameSession(expected, session);
  }

  @Test
  void a_repeated_message_changes_nothing() {
    Session session = scene.open();
    Message message = scene.fromUser("hello");
    List<StoredMessage> first = append(session, message);
    Session before = scene.reload(session);
    clock.advance(Duration.ofSeconds(10));
    Message again = message.at(scene.now()).inTurn(UUID.randomUUID());
    assertEquals(first, append(session, again));
    Check.sameSession(before, scene.reload(session));
    assertEquals(first, messages(session));
  }

  @Test
  void a_repeated_message_whose_id_is_called_new_changes_nothing() {
    Session session = scene.open();
    AppendIntent intent = scene.appending(session, scene.fromUser("once")).withNewIds();
    AppendReply first = store.append(intent);
    assertEquals(first, store.append(intent));
    assertEquals(first, store.appendAll(List.of(intent)).get(0));
    assertEquals(1, scene.reload(session).messageCount());
  }

  @Test
  void only_the_new_messages_of_a_resent_batch_are_stored() {
    Session session = scene.open();
    Message one = scene.fromUser("one");
    Message two = scene.fromAgent("two");
    append(session, one);
    List<StoredMessage> answer = append(session, two, one);
    assertEquals(List.of(2, 1), answer.stream().map(StoredMessage::sequence).toList());
    assertEquals(2, messages(session).size());
    assertEquals(2, scene.reload(session).messageCount());
  }

  @Test
  void the_same_id_with_another_text_or_role_is_a_conflict_and_changes_nothing() {
    Session session = scene.open();
    Message message = scene.fromUser("hello");
    append(session, message);
    Session before = scene.reload(session);
    UUID id = messages(session).get(0).id();
    Message otherText = scene.fromUser("hullo").withId(id);
    Message otherRole = scene.fromAgent("hello").withId(id);
    for (Message conflict : List.of(otherText, otherRole)) {
      AppendReply reply = store.append(scene.appending(session, scene.fromAgent("new"), conflict));
      assertEquals(new AppendReply.Conflict(id), reply);
    }
    Check.sameSession(before, scene.reload(session));
    assertEquals(1, messages(session).size());
  }

  @Test
  void the_same_id_in_another_session_is_another_message() {
    Message message = scene.fromUser("hello");
    Session one = scene.open();
    Session other = scene.open();
    append(one, message);
    append(other, message.at(scene.now().minusSeconds(1)));
    assertEquals(1, messages(one).size());
    assertEquals(1, messages(other).size());
  }

  @Test
  void every_live_status_accepts_messages_and_no_other_does() {
    for (SessionStatus status : SessionStatus.all()) {
      Session session = scene.openIn(status);
      AppendReply reply = store.append(scene.appending(session, scene.fromUser("hello")));
      if (status.isLive()) {
        Check.instance(AppendReply.Appended.class, reply);
      } else {
        Check.sameSession(session, Check.instance(AppendReply.NotLive.class, reply).session());
      }
      assertEquals(status.isLive() ? 1 : 0, messages(session).size());
    }
  }

  @Test
  void a_clock_set_back_moves_no_timestamp_back() {
    Session before = scene.append(scene.open(), scene.fromUser("one"));
    clock.advance(Duration.ofHours(-1));
    Session after = scene.append(before, scene.fromUser("two"));
    assertEquals(2, after.messageCount());
    assertEquals(before.updatedAt(), after.updatedAt());
    assertEquals(before.lastActivityAt(), after.lastActivityAt());
    assertEquals(before.lastMessageAt(), after.lastMessageAt());
    assertEquals(scene.now(), after.firstMessageAt());
  }

  @Test
  void a_batch_of_a_thousand_is_stored_and_read_page_by_page() {
    Session session = scene.open();
    Message[] messages =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(i -> scene.fromUser("message " + i))
            .toArray(Message[]::new);
    append(session, messages);
    List<StoredMessage> page = store.messages(key(session), 400, 500);
    assertEquals(500, page.size());
    assertEquals(401, page.get(0).sequence());
    assertEquals("message 900", page.get(499).text());
    assertEquals(100, store.messages(key(session), 900, 500).size());
    assertEquals(List.of(), store.messages(key(session), 1_000, 500));
  }

  @Test
  void sixteen_appending_threads_leave_no_gaps_and_no_duplicates() {
    Session session = scene.open();
    List<List<StoredMessage>> answers =
        Race.values(
            16,
            racer -> {
              List<StoredMessage> mine = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                mine.addAll(
                    append(session, scene.fromUser(racer + "a" + i), scene.fromAgent("b" + i)));
              }
              return mine;
            });
    List<Integer> sequences =
        answers.stream().flatMap(List::stream).map(StoredMessage::sequence).sorted().toList();
    assertEquals(IntStream.rangeClosed(1, 160).boxed().toList(), sequences);
    Session after = scene.reload(session);
    assertEquals(160, after.messageCount());
    assertEquals(80, after.userMessageCount());
  }

  @Test
  void sixteen_threads_that_send_one_message_store_it_once() {
    Session session = scene.open();
    Message message = scene.fromUser("hello");
    List<AppendReply> replies =
        Race.values(16, racer -> store.append(scene.appending(session, message)));
    assertEquals(1, replies.stream().distinct().count());
    assertEquals(1, messages(session).size());
    assertEquals(1, scene.reload(session).messageCount());
  }

  private AppendIntent within(Session session, int most, long bytes, Message... messages) {
    return scene.appending(session, messages).within(new SessionBounds(most, bytes));
  }

  @Test
  void a_session_takes_no_more_messages_or_bytes_than_its_bounds() {
    Session session = scene.open();
    String two = "\u00e9";
    Message first = scene.fromUser("four");
    for (Message message : List.of(first, scene.fromAgent(two))) {
      Check.instance(AppendReply.Appended.class, store.append(within(session, 3, 8, message)));
    }
    Session before = scene.reload(session);
    Message third = scene.fromUser("123");
    List<AppendIntent> refused =
        List.of(
            within(session, 3, 8, third),
            within(session, 2, 100, third),
            within(session, 3, 100, third, scene.fromUser("4")),
            within(session, 9, 9, third, scene.fromUser(two)));
    for (AppendIntent intent : refused) {
      assertEquals(new AppendReply.Full(), store.append(intent));
      assertEquals(List.of(new AppendReply.Full()), store.appendAll(List.of(intent)));
    }
    Check.sameSession(before, scene.reload(session));
    assertEquals(2, messages(session).size());
    // What is stored already needs no room.
    Check.instance(AppendReply.Appended.class, store.append(within(session, 2, 6, first)));
    Check.instance(
        AppendReply.Appended.class, store.appendAll(List.of(within(session, 3, 9, third))).get(0));
    assertEquals(new AppendReply.Full(), store.append(within(session, 4, 9, scene.fromUser("1"))));
    assertEquals(3, messages(session).size());
  }

  @Test
  void racing_appends_do_not_pass_the_bounds_together() {
    Session session = scene.open();
    Race.values(
        16, racer -> store.append(within(session, 5, 1_000, scene.fromUser("racer " + racer))));
    assertEquals(5, messages(session).size());
    assertEquals(5, scene.reload(session).messageCount());
  }
}
