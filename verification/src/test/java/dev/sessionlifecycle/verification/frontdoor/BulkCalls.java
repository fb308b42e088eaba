package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.MessagesOf;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.verification.frontdoor.Calls.Kind;
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

  /** What was drawn, for this front; now and then nothing at all. */
  private static <T> Function<Front, List<T>> elements(
      Draw draw, Function<Draw, Function<Front, T>> one) {
    List<Function<Front, T>> drawn = draw.several(5, one);
    return draw.oneIn(60)
        ? front -> World.none()
        : front -> {
          List<T> elements = new ArrayList<>();
          drawn.forEach(it -> elements.add(it.apply(front)));
          return elements;
        };
  }

  private static Call.Ask open(Draw draw) {
    Function<Front, OrganizationSessions> door = draw.door();
    Function<Front, List<SessionRequest>> requests = elements(draw, Values::request);
    return front -> door.apply(front).bulk().open(requests.apply(front));
  }

  private static Call.Ask append(Draw draw) {
    Function<Front, OrganizationSessions> door = draw.door();
    Function<Front, List<MessagesOf>> messages = elements(draw, BulkCalls::messagesOf);
    return front -> door.apply(front).bulk().append(messages.apply(front));
  }

  private static Function<Front, MessagesOf> messagesOf(Draw draw) {
    int session = draw.session();
    List<Function<Front, Message>> messages = draw.several(3, Values::message);
    return front ->
        new MessagesOf(
            front.session(session), messages.stream().map(it -> it.apply(front)).toList());
  }

  private static Call.Ask close(Draw draw) {
    Function<Front, OrganizationSessions> door = draw.door();
    Function<Front, List<UUID>> ids = elements(draw, it -> Values.id(it.session()));
    Function<Front, EndRequest> request = Values.end(draw);
    return front -> door.apply(front).bulk().close(ids.apply(front), request.apply(front));
  }

  /** Begins a bulk close, or goes on where one was left. */
  private static Call.Ask closeByQuery(Draw draw) {
    Function<Front, OrganizationSessions> door = draw.door();
    String listing = "close" + draw.drawnOrganization();
    Function<Front, SessionFilter> filter = Filters.draw(draw);
    Function<Front, EndRequest> request = Values.end(draw);
    Function<Front, @Nullable String> cursor = ReadCalls.cursor(draw, listing);
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
