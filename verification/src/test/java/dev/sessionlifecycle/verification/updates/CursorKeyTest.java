package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes over one store, with keys for their cursors and without. */
class CursorKeyTest {
  private final SessionStore store = InMemorySessionStore.create();
  private final UUID organization = UUID.randomUUID();

  @Test
  void a_node_goes_on_where_another_with_the_same_key_stopped() {
    OrganizationSessions first = node(1);
    Stores.open(first);
    Stores.open(first);
    assertThat(node(1).list(SessionFilter.all(), cursor(first), 1).items()).hasSize(1);
  }

  @Test
  void a_node_with_a_key_takes_no_cursor_that_was_made_without_it() {
    OrganizationSessions without =
        SessionLifecycle.builder(store).build().organization(organization);
    Stores.open(without);
    Stores.open(without);
    for (String forged : new String[] {cursor(without), cursor(node(2))}) {
      assertThatThrownBy(() -> node(1).list(SessionFilter.all(), forged, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cursor");
    }
  }

  @Test
  void the_key_is_copied() {
    byte[] key = new byte[32];
    OrganizationSessions node =
        SessionLifecycle.builder(store).cursorKey(key).build().organization(organization);
    Stores.open(node);
    Stores.open(node);
    String cursor = cursor(node);
    key[0] = 9;
    assertThat(node.list(SessionFilter.all(), cursor, 1).items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 1_025})
  void a_key_of_another_length_is_refused(int length) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> SessionLifecycle.builder(store).cursorKey(new byte[length]));
    assertThat(refused.violations())
        .containsExactly(new Violation("cursor_key", "must have 32 to 1,024 bytes"));
  }

  private static String cursor(OrganizationSessions node) {
    return Objects.requireNonNull(node.list(SessionFilter.all(), null, 1).next());
  }

  private OrganizationSessions node(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return SessionLifecycle.builder(store).cursorKey(key).build().organization(organization);
  }
}
