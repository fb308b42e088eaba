package dev.sessionlifecycle.runtime.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every bound of the published API, from both sides. */
class TransferBoundsTest {

  private record Bound(String field, int least, int most, IntConsumer make) {}

  private static WarmTransferConfig.Builder warm() {
    return WarmTransferConfig.builder();
  }

  private static String text(int length) {
    // an astral letter: lengths count code points
    return "\ud835\udc00".repeat(length);
  }

  private static final List<Bound> BOUNDS =
      List.of(
          new Bound("max_dial_seconds", 5, 120, n -> warm().maxDialSeconds(n).build()),
          new Bound("max_briefing_seconds", 15, 600, n -> warm().maxBriefingSeconds(n).build()),
          new Bound("bridge_confirm_seconds", 5, 60, n -> warm().bridgeConfirmSeconds(n).build()),
          new Bound("max_hold_seconds", 15, 300, n -> warm().maxHoldSeconds(n).build()),
          new Bound(
              "reassurance_interval_seconds",
              0,
              60,
              n -> warm().reassuranceIntervalSeconds(n).build()),
          new Bound("silence_timeout_seconds", 5, 60, n -> warm().silenceTimeoutSeconds(n).build()),
          new Bound(
              "max_retries", 0, 5, n -> CallTransferIntent.builder("x").maxRetries(n).build()),
          new Bound("max_digits", 1, 64, n -> new DtmfInputSpec(true, n, null, null, null)),
          new Bound(
              "inter_digit_timeout_ms",
              250,
              60_000,
              n -> new DtmfInputSpec(true, null, null, n, null)));

  private static final Map<String, Bound> LENGTHS =
      Map.of(
          "briefing_template",
          new Bound("briefing_template", 0, 4000, n -> warm().briefingTemplate(text(n)).build()),
          "override",
          new Bound(
              "briefing_template", 0, 4000, n -> new WarmTransferTargetOverride(text(n), null)),
          "hold",
          new Bound(
              "hold_announcement_text", 0, 500, n -> warm().holdAnnouncementText(text(n)).build()),
          "reassurance",
          new Bound("reassurance_text", 0, 500, n -> warm().reassuranceText(text(n)).build()),
          "silence",
          new Bound(
              "silence_reminder_text", 0, 500, n -> warm().silenceReminderText(text(n)).build()),
          "retry_announcement",
          new Bound(
              "retry_announcement_text",
              0,
              500,
              n -> warm().retryAnnouncementText(text(n)).build()),
          "failure",
          new Bound("failure_text", 0, 500, n -> warm().failureText(text(n)).build()),
          "retry",
          new Bound(
              "retry_text",
              0,
              500,
              n -> CallTransferIntent.builder("x").retryText(text(n)).build()),
          "termination",
          new Bound(
              "termination_digit", 0, 1, n -> new DtmfInputSpec(true, null, text(n), null, null)),
          "prefix",
          new Bound("prefix", 0, 32, n -> new DtmfInputSpec(true, null, null, null, text(n))));

  @TestFactory
  Stream<DynamicTest> each_number_is_accepted_at_its_bounds_and_refused_beyond() {
    return BOUNDS.stream()
        .map(
            bound ->
                DynamicTest.dynamicTest(
                    bound.field(),
                    () -> {
                      bound.make().accept(bound.least());
                      bound.make().accept(bound.most());
                      refused(bound, bound.least() - 1);
                      refused(bound, bound.most() + 1);
                      refused(bound, Integer.MIN_VALUE);
                      refused(bound, Integer.MAX_VALUE);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> each_text_is_accepted_at_its_length_limit_and_refused_beyond() {
    return LENGTHS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      Bound bound = entry.getValue();
                      bound.make().accept(0);
                      bound.make().accept(bound.most());
                      refused(bound, bound.most() + 1);
                    }));
  }

  private static void refused(Bound bound, int value) {
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> bound.make().accept(value));
    assertEquals(List.of(bound.field()), fields(error));
  }

  private static List<String> fields(InvalidInputException error) {
    return error.violations().stream().map(Violation::field).toList();
  }

  @Test
  void all_violations_are_reported_at_once_and_never_echo_the_content() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                warm()
                    .briefingTemplate("secret".repeat(1_000))
                    .maxDialSeconds(4)
                    .maxHoldSeconds(301)
                    .failureText("secret\0")
                    .build());
    assertEquals(
        List.of("briefing_template", "max_dial_seconds", "max_hold_seconds", "failure_text"),
        fields(error));
    assertFalse(String.valueOf(error.getMessage()).contains("secret"));
  }
}
