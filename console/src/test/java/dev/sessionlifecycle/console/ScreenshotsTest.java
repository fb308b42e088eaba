package dev.sessionlifecycle.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pictures of {@code docs/console.md}; with {@code -Dsessionlifecycle.write=true} made anew.
 */
@Tag("campaign")
class ScreenshotsTest {
  private static final Path FOLDER = Path.of("../docs/console");
  private static final int LARGEST = 150_000;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  @Test
  void docs_have_a_picture_of_each_screen() throws IOException {
    try (ConsoleFixture fixture = new ConsoleFixture();
        Browser browser = new Browser()) {
      Session shown = fixture.data.fillDay(420);
      try (ConsoleServer server = new ConsoleServer(pictured(fixture))) {
        for (Map.Entry<String, String> screen : screens(shown).entrySet()) {
          browser.size(1_360, 900).dark(screen.getKey().endsWith("-dark"));
          browser.open(server.at(screen.getValue()));
          byte[] picture = browser.screenshot();
          Path file = FOLDER.resolve(screen.getKey() + ".png");
          if (Boolean.getBoolean("sessionlifecycle.write")) {
            Files.createDirectories(FOLDER);
            Files.write(file, picture);
          }
          assertThat(picture).startsWith(PNG).hasSizeLessThan(LARGEST);
          assertThat(Files.size(file)).as(file.toString()).isBetween(10_000L, (long) LARGEST);
        }
      }
    }
  }

  private static Console pictured(ConsoleFixture fixture) {
    return fixture
        .builder(
            new ConsoleUser("maria.keller", List.of(SampleData.ORGANIZATION), ConsoleFixture.ALL))
        .title("Acme Voice")
        .actions(ConsoleFixture.KEY)
        .build();
  }

  private static Map<String, String> screens(Session shown) {
    Map<String, String> screens = new LinkedHashMap<>();
    screens.put("overview", "");
    screens.put("overview-dark", "");
    screens.put("sessions", "sessions");
    screens.put("session", "sessions/" + shown.id() + "?texts=show");
    screens.put("session-dark", "sessions/" + shown.id() + "?texts=show");
    screens.put("parked", "parked");
    screens.put("retention", "retention?user=" + SampleData.USER);
    screens.put("reasons", "reasons?texts=show");
    screens.put("deliveries", "deliveries");
    screens.put("about", "about");
    return screens;
  }
}
