package dev.sessionlifecycle.console;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.errors.Violation;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Pages for operators, as a function from requests to replies. It has no server, no thread, no
 * cookie and no state: {@link JdkConsole} and {@link ConsoleServlet} mount it in the server of the
 * host, at any path, on any number of nodes.
 *
 * <pre>{@code
 * Console console = Console.builder(lifecycle, access).title("Voice").build();
 * server.createContext("/console", JdkConsole.handler(console));
 * }</pre>
 *
 * <p>What a request may see and do is decided by {@link ConsoleAccess}, which must be given, and by
 * whether {@link ConsoleBuilder#actions} was called: without it, nobody can change anything. {@code
 * GET} never changes anything. An organization or a session that a user may not see is answered
 * exactly like one that does not exist.
 *
 * <p>Texts of a conversation are masked unless a user with {@link ConsolePermission#READ_TEXTS}
 * asks for them, and the scrub of the session is done; see {@link ConsoleBuilder#scrubStep}.
 *
 * <p>Thread-safe.
 */
public final class Console {
  private final Settings settings;
  private final ConsoleAccess access;

  Console(ConsoleBuilder builder) {
    this.settings = new Settings(builder);
    this.access = builder.access;
  }

  /** Begins with a lifecycle, and with who may see it. */
  public static ConsoleBuilder builder(SessionLifecycle lifecycle, ConsoleAccess access) {
    return new ConsoleBuilder(lifecycle, access);
  }

  /**
   * Answers a request. Never throws for what a request contains, nor for a store that fails: the
   * reply says so. A listener or an access that throws is answered with 500.
   */
  public ConsoleReply answer(ConsoleRequest request) {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    if (!isRead && !request.method().equals("POST")) {
      return Replies.with(
          Replies.plain(405, "This method is not allowed."), "Allow", "GET, HEAD, POST");
    }
    Optional<ConsoleReply> asset = isRead ? Assets.find(request.path()) : Optional.empty();
    return asset.orElseGet(() -> answerUser(request, isRead));
  }

  private ConsoleReply answerUser(ConsoleRequest request, boolean isRead) {
    ConsoleUser user;
    try {
      user = access.user(request).orElse(null);
    } catch (RuntimeException e) {
      return Replies.plain(500, "The user could not be determined.");
    }
    if (user == null || !user.may(ConsolePermission.VIEW) || user.organizations().isEmpty()) {
      return Replies.plain(403, "You have no access to this console.");
    }
    UUID first = user.organizations().get(0);
    Optional<UUID> asked = organization(request, first).filter(user.organizations()::contains);
    Visit visit = new Visit(settings, request, user, asked.orElse(first));
    return asked.isEmpty() ? ErrorScreen.notFound(visit) : answerVisit(visit, isRead);
  }

  private static Optional<UUID> organization(ConsoleRequest request, UUID first) {
    String asked = request.parameter("org").orElse(first.toString());
    return Ids.parse(asked);
  }

  private static ConsoleReply answerVisit(Visit visit, boolean isRead) {
    try {
      return isRead ? Screens.answer(visit) : Actions.answer(visit);
    } catch (SessionNotFoundException e) {
      return ErrorScreen.notFound(visit);
    } catch (InvalidInputException e) {
      String fields =
          e.violations().stream().map(Violation::toString).collect(Collectors.joining("; "));
      return ErrorScreen.of(visit, 400, "This was not accepted", fields);
    } catch (SessionConflictException e) {
      return ErrorScreen.of(
          visit, 409, "This does not fit any more", Formats.words(e.code()) + ". Reload the page.");
    } catch (AccessDeniedException e) {
      return ErrorScreen.of(visit, 403, "Not permitted", "You may not do this.");
    } catch (StoreException e) {
      return ErrorScreen.of(
          visit, 503, "The store did not answer", "Nothing was changed. Try again in a moment.");
    } catch (RuntimeException e) {
      return ErrorScreen.of(
          visit, 500, "Something went wrong", "An error of the kind " + e.getClass().getName());
    }
  }
}
