package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bulk calls, of which each finds out what transaction it is part of. */
record JoiningBulkSessions(Supplier<OrganizationSessions> toWrite) implements BulkSessions {

  @Override
  public List<BulkResult<OpenResult>> open(List<SessionRequest> requests) {
    return toWrite.get().bulk().open(requests);
  }

  @Override
  public List<BulkResult<AppendResult>> append(List<SessionMessages> messages) {
    return toWrite.get().bulk().append(messages);
  }

  @Override
  public List<BulkResult<CloseResult>> close(List<UUID> sessionIds, EndRequest request) {
    return toWrite.get().bulk().close(sessionIds, request);
  }

  @Override
  public BulkClosePage close(
      SessionFilter filter, EndRequest request, @Nullable String cursor, int limit) {
    return toWrite.get().bulk().close(filter, request, cursor, limit);
  }
}
