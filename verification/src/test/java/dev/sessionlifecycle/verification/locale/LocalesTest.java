package dev.sessionlifecycle.verification.locale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes whose default locale folds letters or writes digits in its own way. */
@Tag("long")
class LocalesTest {
  private static final List<String> STORES =
      List.of(
          "memory",
          "h2 memory",
          "h2 file",
          "h2 file again",
          "h2 schema",
          "postgresql",
          "postgresql partitioned",
          "postgresql data source");

  private static final String EXPECTED =
      "[[closed client_initiated 1 messages, expired silence_timeout 1 messages,"
          + " expired silence_timeout 1 messages], left 0]";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG"})
  void every_store_works_under_this_default_locale(String tag) throws Exception {
    assertEveryStoreWorks(tag);
  }

  @Tag("campaign")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fa-IR",
        "hi-IN-u-nu-deva",
        "az-AZ",
        "lt-LT",
        "bn-BD",
        "th-TH-u-ca-buddhist-nu-thai",
        "my-MM",
        "ne-NP",
        "mr-IN",
        "ckb-IQ",
        "ja-JP-u-ca-japanese",
        "uz-Arab-AF",
        "dz-BT",
        "sd-PK"
      })
  void every_store_works_under_further_default_locales(String tag) throws Exception {
    assertEveryStoreWorks(tag);
  }

  private void assertEveryStoreWorks(String tag) throws Exception {
    List<String> expected = new ArrayList<>(List.of(tag));
    STORES.forEach(store -> expected.add(store + ": " + EXPECTED));
    assertThat(run(Locale.forLanguageTag(tag))).containsExactlyElementsOf(expected);
  }

  private List<String> run(Locale locale) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Duser.language=" + locale.getLanguage());
    command.add("-Duser.country=" + locale.getCountry());
    command.add("-Duser.script=" + locale.getScript());
    if (locale.hasExtensions()) {
      command.add("-Duser.extensions=u-" + locale.getExtension(Locale.UNICODE_LOCALE_EXTENSION));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LocaleProcess.class.getName());
    command.add(directory.toString());
    for (int i = 0; i < 3; i++) {
      command.add(PostgresServer.shared().createDatabase().url());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var out = process.inputReader()) {
      return out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
