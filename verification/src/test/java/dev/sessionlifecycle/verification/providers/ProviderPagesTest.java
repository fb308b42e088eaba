package dev.sessionlifecycle.verification.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages on the providers say what the tests assume. */
class ProviderPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "providers");

  @ParameterizedTest
  @EnumSource
  void a_page_names_the_fields_that_depend_on_the_order(ProviderCall call) throws IOException {
    String provider = call.adapter().provider();
    String page = Files.readString(PAGES.resolve(provider + ".md"));
    assertThat(Files.readString(PAGES.resolve("README.md"))).contains("(" + provider + ".md)");
    String named = page.substring(page.indexOf("**Depends on the order:**"));
    if (call.dependsOnOrder().isEmpty()) {
      assertThat(named).contains("nothing");
    }
    call.dependsOnOrder().forEach(field -> assertThat(named).contains("`" + field + "`"));
  }
}
