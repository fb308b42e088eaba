package dev.sessionlifecycle.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonIndexTest {

  private final ReasonIndex index = new ReasonIndex(TerminationReason.values());

  @ParameterizedTest
  @EnumSource
  void every_spelling_is_found(TerminationReason reason) {
    String wire = reason.wire();
    for (String spelling :
        new String[] {
          wire,
          reason.name(),
          wire.replace('_', '-'),
          wire.toUpperCase(Locale.ROOT).replace('_', '-'),
          wire.replace("_", "").toUpperCase(Locale.ROOT),
          "-" + wire.replace("_", "\u2003") + "_"
        }) {
      assertEquals(reason, index.find(spelling), spelling);
    }
  }

  @Test
  void every_control_character_and_the_space_separate_words() {
    for (char c = 0; c <= ' '; c++) {
      assertEquals(
          TerminationReason.AGENT_ERROR,
          index.find("Agent" + c + "Error"),
          "after character " + (int) c);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error!",
        "error@",
        "error[",
        "error`",
        "error{",
        "error0",
        "error\u007f",
        "error\u0080",
        "error\u00e9",
        "\u00e9error"
      })
  void any_other_character_is_a_letter(String spelling) {
    assertEquals(TerminationReason.UNKNOWN, index.find(spelling));
  }
}
