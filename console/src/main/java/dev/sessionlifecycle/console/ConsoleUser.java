package dev.sessionlifecycle.console;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request, as the host knows them.
 *
 * @param name who they are, such as a login: 1 to 64 code points, not blank; shown on each page,
 *     recorded with each end and hold, and part of the token of each form
 * @param organizations the organizations that they see, the first one first; no other exists for
 *     them
 * @param permissions what they may do
 */
public record ConsoleUser(
    String name, List<UUID> organizations, Set<ConsolePermission> permissions) {
  private static final int LONGEST_NAME = 64;

  /**
   * Copies the collections.
   *
   * @throws InvalidInputException for a name that is blank or too long
   */
  public ConsoleUser {
    Validator validator = new Validator();
    validator.nonBlank("name", name, LONGEST_NAME);
    validator.throwIfInvalid();
    organizations = Validator.requireElements("organizations", organizations);
    permissions = Set.copyOf(Validator.requireElements("permissions", permissions));
  }

  /** A user who may look, and nothing else. */
  public static ConsoleUser reader(String name, UUID... organizations) {
    return new ConsoleUser(name, Arrays.asList(organizations), Set.of(ConsolePermission.VIEW));
  }

  /** Returns a copy with exactly these permissions. */
  public ConsoleUser withPermissions(ConsolePermission... values) {
    return new ConsoleUser(name, organizations, Set.of(values));
  }

  /** Whether the user has a permission. */
  public boolean may(ConsolePermission permission) {
    return permissions.contains(permission);
  }

  /** Leaves out the name. */
  @Override
  public String toString() {
    return "ConsoleUser[organizations=" + organizations + ", permissions=" + permissions + "]";
  }
}
