package dev.sessionlifecycle.internal.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.internal.combine.CombinerCalls.Intent;
import dev.sessionlifecycle.internal.combine.CombinerCalls.Made;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who goes when, with whom, and on whose thread; on a target whose statements the test holds up.
 */
@Timeout(60)
class CombinerTest {
  private static final StoreException REFUSED = new StoreException("refused", false, "23514", null);
  private static final StoreException BROKEN = new StoreException("broken", true, "08006", null);

  private final CombinerCalls calls = new CombinerCalls(1, Duration.ofHours(1));

  @AfterEach
  void release() {
    calls.release();
  }

  @Test
  void a_call_that_comes_alone_goes_at_once_on_its_own_thread() {
    assertEquals("reply to a", calls.apply("a"));
    assertEquals("reply to b", calls.apply("b"));
    assertEquals(List.of("a", "b"), calls.statements());
    assertSame(Thread.currentThread(), calls.senders().get(0));
  }

  @Test
  void calls_that_come_meanwhile_go_together_on_the_thread_of_the_first() {
    calls.hold("a");
    Made a = calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    Made d = calls.startAndWait("d");
    calls.release("a");
    for (Made each : List.of(a, b, c, d)) {
      assertEquals("reply to " + each.name(), each.reply());
    }
    assertEquals(List.of("a", "b+c+d"), calls.statements());
    assertEquals(List.of(a.thread(), b.thread()), calls.senders());
  }

  @Test
  void a_statement_takes_a_hundred_calls_at_most() {
    calls.hold("a");
    Made a = calls.start("a");
    List<Made> others = IntStream.range(0, 150).mapToObj(i -> calls.startAndWait("b" + i)).toList();
    calls.release("a");
    assertEquals("reply to a", a.reply());
    others.forEach(each -> assertEquals("reply to " + each.name(), each.reply()));
    assertEquals(
        List.of(1, 100, 50),
        calls.statements().stream().map(it -> it.split("\\+").length).toList());
  }

  @Test
  void as_many_statements_as_allowed_are_under_way_at_a_time() {
    CombinerCalls two = new CombinerCalls(2, Duration.ofHours(1));
    two.hold("a");
    two.hold("b");
    two.start("a");
    two.start("b");
    Made c = two.startAndWait("c");
    Made d = two.startAndWait("d");
    two.release("b");
    assertEquals("reply to c", c.reply());
    assertEquals("reply to d", d.reply());
    assertEquals(List.of("a", "b", "c+d"), two.statements());
    two.release();
  }

  @Test
  void calls_for_one_session_take_effect_in_the_order_in_which_they_came() {
    CombinerCalls two = new CombinerCalls(2, Duration.ofHours(1));
    two.hold("s1");
    Made first = two.start("s1");
    Made second = two.startAndWait("s2");
    Made third = two.startAndWait("s3");
    assertEquals("reply to t1", two.apply("t1")); // another session passes by
    two.hold("s2");
    two.release("s1");
    assertEquals("reply to s1", first.reply());
    two.awaitStatement("s2");
    assertEquals("reply to t2", two.apply("t2"));
    two.release();
    assertEquals("reply to s2", second.reply());
    assertEquals("reply to s3", third.reply());
    assertEquals(List.of("s1", "t1", "s2", "t2", "s3"), two.statements());
  }

  @Test
  void a_call_that_its_statement_leaves_undone_is_made_alone_before_the_next_one() {
    calls.leaveUndone("s1");
    calls.hold("a");
    calls.start("a");
    Made other = calls.startAndWait("b");
    Made first = calls.startAndWait("s1");
    Made second = calls.startAndWait("s2");
    calls.hold("s1");
    calls.release("a");
    assertEquals("reply to b", other.reply());
    calls.awaitStatement("s1");
    assertEquals("reply to t", calls.apply("t"));
    calls.release();
    assertEquals("reply to s1", first.reply());
    assertEquals("reply to s2", second.reply());
    assertEquals(List.of("a", "b+s1", "s1", "t", "s2"), calls.statements());
    assertTrue(calls.repeated().isEmpty());
  }

  @Test
  void each_call_of_a_statement_that_fails_is_made_again_with_its_own_result() {
    calls.fail("b", REFUSED);
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    calls.release("a");
    assertEquals("reply to c", c.reply());
    assertSame(REFUSED, b.error());
    assertEquals(List.of("a", "b+c"), calls.statements().subList(0, 2));
    assertEquals(List.of("b", "c"), calls.repeated());
    assertEquals("reply to d", calls.apply("d"));
  }

  @Test
  void a_lone_call_that_fails_has_its_error_and_the_next_one_goes() {
    calls.fail("a", REFUSED);
    assertSame(REFUSED, assertThrows(StoreException.class, () -> calls.apply("a")));
    assertEquals("reply to b", calls.apply("b"));
  }

  @Test
  void replies_that_do_not_fit_their_intents_are_not_handed_out() {
    calls.answerTooFew();
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    calls.release("a");
    assertEquals("reply to b", b.reply());
    assertEquals("reply to c", c.reply());
    assertEquals(List.of("b", "c"), calls.repeated());
  }

  @Test
  void an_interrupt_takes_a_waiting_call_back_and_nothing_was_done() {
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    b.thread().interrupt();
    StoreException taken = (StoreException) b.error();
    assertTrue(taken.isTransient());
    assertTrue(b.isInterrupted());
    calls.release("a");
    assertEquals("reply to c", c.reply());
    assertEquals(List.of("a", "c"), calls.statements());
  }

  @Test
  void an_interrupt_once_the_statement_is_under_way_leaves_the_reply() {
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    calls.hold("b");
    calls.release("a");
    calls.awaitStatement("b+c");
    c.thread().interrupt();
    c.awaitWaiting();
    calls.release();
    assertEquals("reply to b", b.reply());
    assertEquals("reply to c", c.reply());
    assertTrue(c.isInterrupted());
    assertFalse(b.isInterrupted());
  }

  @Test
  void an_interrupt_of_the_sender_that_breaks_its_statement_touches_no_other() {
    calls.failTogetherOnInterrupt(BROKEN);
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    calls.hold("b");
    calls.release("a");
    calls.awaitStatement("b+c");
    b.thread().interrupt();
    assertSame(BROKEN, b.error());
    assertTrue(b.isInterrupted());
    assertEquals("reply to c", c.reply());
    assertEquals(List.of("c"), calls.repeated());
  }

  @Test
  void an_interrupt_that_was_there_before_does_not_make_a_call_fail() {
    calls.hold("a");
    calls.start("a");
    Made b = calls.startInterrupted("b");
    Made c = calls.startAndWait("c");
    calls.release("a");
    assertEquals("reply to b", b.reply());
    assertEquals("reply to c", c.reply());
    assertTrue(b.isInterrupted());
    assertEquals(List.of("a", "b+c"), calls.statements());
  }

  @Test
  void an_error_of_the_thread_that_sends_leaves_no_other_waiting() {
    OutOfMemoryError error = new OutOfMemoryError("planted");
    calls.failTogether(error);
    calls.hold("a");
    calls.start("a");
    Made b = calls.startAndWait("b");
    Made c = calls.startAndWait("c");
    calls.release("a");
    assertSame(error, b.error());
    assertEquals("reply to c", c.reply());
    assertEquals("reply to b", calls.apply("b"));
  }

  @Test
  void a_statement_that_takes_too_long_does_not_hold_others_up() {
    CombinerCalls impatient = new CombinerCalls(1, Duration.ofMillis(1));
    impatient.hold("s1");
    Made stuck = impatient.start("s1");
    Made behind = impatient.start("s2");
    List<String> replies = new ArrayList<>();
    for (String each : List.of("a", "b", "c")) {
      replies.add(impatient.apply(each));
    }
    assertEquals(List.of("reply to a", "reply to b", "reply to c"), replies);
    assertEquals("reply to s2", behind.reply()); // though it is of the same session
    impatient.release();
    assertEquals("reply to s1", stuck.reply());
  }

  @Test
  void the_session_of_a_call_is_its_first_letter_in_these_tests() {
    assertEquals(new Intent("s1").session(), new Intent("s2").session());
    assertFalse(new Intent("s1").session().equals(new Intent("t1").session()));
  }
}
