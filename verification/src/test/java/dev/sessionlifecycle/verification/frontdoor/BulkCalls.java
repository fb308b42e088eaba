package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens, appends to and ends many sessions in one call. */
final class BulkCalls {
  private BulkCalls() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind(5, "open many", BulkCalls::open),
        new Kind(5, "append to many", BulkCalls::append),
        new Kind(3, "close many", BulkCalls::close),
        new Kind(4, "close by query", BulkCalls::closeByQuery));
  }

  /** Returns the drawn values for this lifecycle; sometimes null. */
  private static <T> Function<LifecycleUnderTest, List<T>> elements(
      CallArguments draw, Function<CallArguments, Function<LifecycleUnderTest, T>> one) {
    List<Function<LifecycleUnderTest, T>> drawn = draw.several(5, one);
    return draw.oneIn(60)
        ? front -> CallIds.none()
        : front -> {
          List<T> elements = new ArrayList<>();
          drawn.forEach(it -> elements.add(it.apply(front)));
          return elements;
        };
  }

  private static RandomCall.Invocation open(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, List<SessionRequest>> requests =
        elements(draw, RandomValues::request);
    return front -> door.apply(front).bulk().open(requests.apply(front));
  }

  private static RandomCall.Invocation append(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, List<SessionMessages>> messages =
        elements(draw, BulkCalls::messagesOf);
    return front -> door.apply(front).bulk().append(messages.apply(front));
  }

  private static Function<LifecycleUnderTest, SessionMessages> messagesOf(CallArguments draw) {
    int session = draw.session();
    List<Function<LifecycleUnderTest, Message>> messages = draw.several(3, RandomValues::message);
    return front ->
        new SessionMessages(
            front.session(session), messages.stream().map(it -> it.apply(front)).toList());
  }

  private static RandomCall.Invocation close(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, List<UUID>> ids =
        elements(draw, it -> RandomValues.id(it.session()));
    Function<LifecycleUnderTest, EndRequest> request = RandomValues.end(draw);
    return front -> door.apply(front).bulk().close(ids.apply(front), request.apply(front));
  }

  /** Begins a bulk close, or continues where an earlier one stopped. */
  private static RandomCall.Invocation closeByQuery(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    String listing = "close" + draw.drawnOrganization();
    Function<LifecycleUnderTest, SessionFilter> filter = RandomFilters.draw(draw);
    Function<LifecycleUnderTest, EndRequest> request = RandomValues.end(draw);
    Function<LifecycleUnderTest, @Nullable String> cursor = ReadCalls.cursor(draw, listing);
    int limit = draw.limit();
    return front -> {
      BulkClosePage page =
          door.apply(front)
              .bulk()
              .close(filter.apply(front), request.apply(front), cursor.apply(front), limit);
      ReadCalls.keep(front, listing, page.next());
      return page;
    };
  }
}
