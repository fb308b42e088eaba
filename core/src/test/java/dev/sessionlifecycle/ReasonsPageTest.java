package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** To write the page again, run this test with {@code -Dsessionlifecycle.pages=write}. */
class ReasonsPageTest {

  @Test
  void the_page_lists_what_the_code_says() throws IOException {
    String text = ReasonsPage.text();
    if ("write".equals(System.getProperty("sessionlifecycle.pages"))) {
      Files.writeString(ReasonsPage.FILE, text);
    }
    assertEquals(text, Files.readString(ReasonsPage.FILE));
  }

  @Test
  void every_reason_and_every_platform_is_on_the_page_with_its_meaning() {
    String text = ReasonsPage.text();
    for (TerminationReason reason : TerminationReason.values()) {
      assertTrue(text.contains("| `" + reason.wire() + "` | "), reason::wire);
    }
    for (ReasonProvider provider : ReasonProvider.values()) {
      assertTrue(text.contains("\n### " + provider.wire() + "\n\n"), provider::wire);
    }
    assertTrue(text.lines().noneMatch(line -> line.matches("null|.*\\| null \\|.*")), "a comment");
    assertTrue(text.contains("`486`") && text.contains("`NORMAL_CLEARING`"));
  }
}
