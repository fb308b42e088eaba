package dev.sessionlifecycle.internal.document;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose session a document is, which its beginning says.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param endUserId the end user
 */
public record DocumentIds(UUID organizationId, UUID sessionId, UUID endUserId) {

  private static final String ID = "\"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"";

  /** The beginning of what {@link SessionDocument} and {@link SessionJson} write. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\{\"format\":\"session-lifecycle-archive\",\"version\":\\d+,\"session\":"
              + ("\\{\"organization_id\":" + ID)
              + (",\"id\":" + ID)
              + (",\"end_user_id\":" + ID));

  /** How much of a line to read. */
  public static final int LONGEST = 512;

  /** Returns the ids, or null if this is not the beginning of a document. */
  public static @Nullable DocumentIds of(String beginning) {
    Matcher ids = BEGINNING.matcher(beginning);
    return ids.lookingAt()
        ? new DocumentIds(
            UUID.fromString(ids.group(1)),
            UUID.fromString(ids.group(2)),
            UUID.fromString(ids.group(3)))
        : null;
  }
}
