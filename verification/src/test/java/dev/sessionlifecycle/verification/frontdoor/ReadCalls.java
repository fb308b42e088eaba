package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads sessions and what belongs to them. */
final class ReadCalls {
  private ReadCalls() {}

  /** A read of one session. */
  private interface SessionRead {
    Object ask(OrganizationSessions sessions, UUID id);
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(2, "find", draw -> about(draw, OrganizationSessions::find)),
        new Kind(2, "get", draw -> about(draw, OrganizationSessions::get)),
        new Kind(2, "explain", draw -> about(draw, OrganizationSessions::explain)),
        new Kind(2, "messages", draw -> about(draw, OrganizationSessions::messages)),
        new Kind(2, "history", draw -> about(draw, OrganizationSessions::history)),
        new Kind(2, "export", draw -> about(draw, ReadCalls::export)),
        new Kind(2, "page of messages", ReadCalls::messages),
        new Kind(2, "page of history", ReadCalls::history),
        new Kind(2, "find by external id", ReadCalls::findByRef),
        new Kind(2, "find a run", ReadCalls::findRun),
        new Kind(2, "list runs", ReadCalls::listRuns),
        new Kind(2, "list", ReadCalls::list),
        new Kind(7, "list a page", ReadCalls::listPage),
        new Kind(4, "count", ReadCalls::count),
        new Kind(3, "series", ReadCalls::series),
        new Kind(1, "organization", ReadCalls::organization));
  }

  private static RandomCall.Invocation about(CallArguments draw, SessionRead question) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    return front -> question.ask(door.apply(front), front.session(session));
  }

  private static Object export(OrganizationSessions sessions, UUID id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      sessions.export(id, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static RandomCall.Invocation messages(CallArguments draw) {
    int after = draw.note(draw.below(6) - 1);
    int limit = draw.limit();
    return about(draw, (door, id) -> door.messages(id, after, limit));
  }

  private static RandomCall.Invocation history(CallArguments draw) {
    int after = draw.note(draw.below(6) - 1);
    int limit = draw.limit();
    return about(draw, (door, id) -> door.history(id, after, limit));
  }

  /** Draws an external id; sometimes one that no session may have. */
  static Function<LifecycleUnderTest, ExternalRef> ref(CallArguments draw) {
    if (draw.oneIn(10)) {
      String source = draw.text(255);
      String id = draw.text(255);
      return front -> new ExternalRef(source, id);
    }
    int number = draw.number(4);
    return front -> front.world.ref(number);
  }

  private static RandomCall.Invocation findByRef(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, ExternalRef> ref = ref(draw);
    return front -> door.apply(front).find(ref.apply(front));
  }

  private static RandomCall.Invocation findRun(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    int run = draw.number(3);
    return front -> door.apply(front).evals().find(front.session(session), front.world.run(run));
  }

  private static RandomCall.Invocation listRuns(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    int after = draw.oneIn(2) ? -1 : draw.note(draw.below(4));
    int limit = draw.limit();
    return front ->
        door.apply(front).evals().list(front.session(session), front.world.run(after), limit);
  }

  private static RandomCall.Invocation list(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, SessionFilter> filter = RandomFilters.draw(draw);
    boolean plain = draw.oneIn(3);
    return front -> door.apply(front).list(plain ? SessionFilter.all() : filter.apply(front));
  }

  /** Begins a listing, or continues where an earlier one stopped. */
  private static RandomCall.Invocation listPage(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    String listing = "list" + draw.drawnOrganization();
    Function<LifecycleUnderTest, SessionFilter> filter = RandomFilters.draw(draw);
    int limit = draw.limit();
    Function<LifecycleUnderTest, @Nullable String> cursor = cursor(draw, listing);
    return front -> {
      Page<Session> page = door.apply(front).list(filter.apply(front), cursor.apply(front), limit);
      keep(front, listing, page.next());
      return page;
    };
  }

  /** Draws the cursor of a listing, its beginning, or an invalid cursor. */
  static Function<LifecycleUnderTest, @Nullable String> cursor(CallArguments draw, String listing) {
    return switch (draw.note(draw.below(24))) {
      case 0 -> front -> "forged";
      case 1 -> front -> "";
      case 2 -> front -> front.cursors.get(listing.equals("list0") ? "list1" : "list0");
      case 3 -> front -> changed(front.cursors.get(listing));
      case 4, 5, 6, 7, 8 -> front -> null;
      default -> front -> front.cursors.get(listing);
    };
  }

  private static @Nullable String changed(@Nullable String cursor) {
    return cursor == null
        ? null
        : cursor.substring(0, 20) + (cursor.charAt(20) == 'A' ? 'B' : 'A') + cursor.substring(21);
  }

  static void keep(LifecycleUnderTest front, String listing, @Nullable String next) {
    if (next == null) {
      front.cursors.remove(listing);
    } else {
      front.cursors.put(listing, next);
    }
  }

  private static RandomCall.Invocation count(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, SessionFilter> filter = RandomFilters.draw(draw);
    return front -> door.apply(front).count(filter.apply(front));
  }

  private static RandomCall.Invocation series(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, SessionFilter> filter = RandomFilters.draw(draw);
    int hours = draw.below(30) - 1;
    Duration bucket = Duration.ofMinutes(draw.below(200));
    return front -> {
      Instant to = front.now().plusSeconds(1);
      return door.apply(front)
          .series(filter.apply(front), to.minus(Duration.ofHours(hours)), to, bucket);
    };
  }

  private static RandomCall.Invocation organization(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    return front -> List.of(door.apply(front).organizationId(), door.apply(front).isWritable());
  }
}
