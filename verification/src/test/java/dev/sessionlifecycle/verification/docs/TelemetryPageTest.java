package dev.sessionlifecycle.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.micrometer.MeterTag;
import dev.sessionlifecycle.micrometer.SessionMeter;
import dev.sessionlifecycle.opentelemetry.SessionSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the page are those of the code. */
class TelemetryPageTest {
  private static final Path PAGE = Path.of("../docs/telemetry.md");

  @Test
  void page_lists_every_meter_with_its_tags_and_its_bound() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| meter | kind | counts or measures | most | tags |\n|---|---|---|---|---|\n");
    for (SessionMeter meter : SessionMeter.values()) {
      table.append("| `").append(meter.meterName()).append("` | ");
      table.append(meter.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')).append(" | ");
      table.append(meter.description()).append(" | ");
      table.append(String.format(Locale.ROOT, "%,d", meter.most())).append(" | ");
      table.append(
          meter.tags().stream()
              .map(TelemetryPageTest::described)
              .collect(Collectors.joining("; ")));
      table.append(" |\n");
    }
    check("meters", table.toString());
  }

  private static String described(MeterTag tag) {
    return "`" + tag.key() + "`: " + tag.values();
  }

  @Test
  void page_lists_every_signal_with_its_attributes() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| name | kind | when | attributes |\n|---|---|---|---|\n");
    for (SessionSignal signal : SessionSignal.values()) {
      table.append("| `").append(signal.signalName()).append("` | ");
      table.append(signal.kind()).append(" | ").append(signal.description()).append(" | ");
      table.append(
          signal.attributes().stream()
              .map(it -> "`" + it.getKey() + "`")
              .collect(Collectors.joining(", ")));
      table.append(" |\n");
    }
    check("signals", table.toString());
  }

  private static void check(String what, String table) throws IOException {
    String page = Files.readString(PAGE);
    String head = "<!-- " + what + ": TelemetryPageTest -->\n";
    int begin = page.indexOf(head) + head.length();
    int end = page.indexOf("<!-- end -->", begin);
    assertThat(begin).isGreaterThan(head.length());
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("with -Dsessionlifecycle.write=true this test writes the page")
        .isEqualTo(table);
  }
}
