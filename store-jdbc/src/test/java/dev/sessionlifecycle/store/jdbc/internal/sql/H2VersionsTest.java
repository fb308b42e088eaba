package dev.sessionlifecycle.store.jdbc.internal.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2VersionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.2.224 (2023-09-17)", "2.3.232 (2024-08-11)", "2.4.240 (2025-09-22)"})
  void versions_that_keep_what_they_acknowledged_are_used(String version) {
    assertEquals(Optional.empty(), H2Dialect.versionProblem(version, true));
    assertEquals(Optional.empty(), H2Dialect.versionProblem(version, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.5.250 (2026-01-01)", "2.5.252 (2026-01-01)"})
  void a_file_of_a_version_that_loses_commits_is_refused(String version) {
    assertTrue(H2Dialect.versionProblem(version, true).orElseThrow().contains("2.2 to 2.4"));
    assertEquals(Optional.empty(), H2Dialect.versionProblem(version, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.4.200 (2019-10-14)", "2.1.214 (2022-06-13)"})
  void versions_that_are_too_old_are_refused(String version) {
    assertTrue(H2Dialect.versionProblem(version, false).orElseThrow().contains("older than"));
  }
}
