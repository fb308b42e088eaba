package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API of each published module is listed in {@code docs/api}: a change of it is seen in the
 * review of that file. With {@code -Dsessionlifecycle.write=true} the listings are written anew.
 */
class ApiListingTest {
  private static final SourceTree TREE = SourceTree.ofThisBuild();

  @ParameterizedTest
  @MethodSource("modules")
  void api_of_a_module_is_as_its_listing_says(String module) throws IOException {
    String listing = ApiListing.of(TREE.root().resolve(module).resolve("src/main/java"));
    Path file = TREE.root().resolve("docs/api").resolve(module + ".txt");
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, listing);
    }
    assertThat(listing)
        .as("the API of %s; if the change is meant, run with -Dsessionlifecycle.write=true", module)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void listing_has_what_users_reach_and_nothing_else(@TempDir Path sources) throws IOException {
    Files.writeString(
        sources.resolve("Sample.java"),
        """
        package sample;
        public sealed interface Sample<T> permits Sample.One, Sample.Two {
          /** Text. */
          @Nullable T find(List<? extends T> among, @Nullable String name) throws IOException;
          default void run() {}
          private void hide() {}
          record One(int count) implements Sample<String> {
            public One { }
            static One hidden() { return null; }
            @Override public void run() {}
          }
          enum Two implements Sample<String> { FIRST, SECOND { }; private int at; }
        }
        class Hidden { public void reach() {} }
        """);
    assertThat(ApiListing.of(sources))
        .isEqualTo(
            """
            sealed interface sample.Sample<T> permits Sample.One, Sample.Two
              @Nullable T find(List<? extends T> among, @Nullable String name) throws IOException
              default void run()

            record sample.Sample.One implements Sample<String>
              One(int count)
              int count (component)

            enum sample.Sample.Two implements Sample<String>
              static final Two FIRST
              static final Two SECOND
            """);
  }

  static Iterable<String> modules() {
    return TREE.publishedModules();
  }
}
