package dev.sessionlifecycle.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDiagramTest {

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/state-diagram.md"})
  void each_page_shows_the_transitions_that_the_table_allows(String page) throws IOException {
    assertThat(Files.readString(Path.of("..").resolve(page)))
        .contains("```mermaid\n" + StateDiagram.ofTheLibrary().mermaid() + "```\n");
  }

  @Test
  void a_different_table_gives_a_different_diagram() {
    StateDiagram oneLess =
        new StateDiagram(
            (from, to) ->
                Transitions.allows(from, to)
                    && !(from == SessionStatus.PAUSED && to == SessionStatus.EXPIRED));
    StateDiagram oneMore =
        new StateDiagram(
            (from, to) ->
                Transitions.allows(from, to)
                    || (from == SessionStatus.CLOSED && to == SessionStatus.ACTIVE));
    assertThat(oneLess.mermaid())
        .isNotEqualTo(StateDiagram.ofTheLibrary().mermaid())
        .doesNotContain("live --> expired", "paused --> expired");
    assertThat(oneMore.mermaid()).contains("closed --> active");
  }
}
