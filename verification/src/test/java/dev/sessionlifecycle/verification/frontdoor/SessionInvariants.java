package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.testkit.Check;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Invariants of sessions that hold after any calls, checked on their results alone. */
final class SessionInvariants {
  private SessionInvariants() {}

  /** Checks that a session is consistent. */
  static void checkCurrent(Session it) {
    Instant endedAt = it.endedAt();
    Instant closedAt = it.closedAt();
    Long duration = it.durationMs();
    if (!it.isEnded()) {
      Check.that(it.status().isLive(), "a status is known", it.statusText());
      Check.that(
          Stream.of(
                  endedAt,
                  closedAt,
                  duration,
                  it.reason(),
                  it.outcome(),
                  it.reportedReason(),
                  it.finalizedAt(),
                  it.retentionExpiresAt(),
                  it.archivedAt())
              .allMatch(Objects::isNull),
          "a live session has no end",
          it);
      return;
    }
    Check.that(endedAt != null && closedAt != null && duration != null, "an end has its times", it);
    Check.that(
        it.reason() != null && it.outcome() != null && it.triggeredBy() != null,
        "an end has a known reason, an outcome, and who ended it",
        it);
    if (endedAt != null && closedAt != null && duration != null) {
      Check.that(
          !endedAt.isBefore(it.startedAt()) && !closedAt.isBefore(endedAt) && duration >= 0,
          "an end lies between the start and its record",
          it);
      Instant last = it.lastMessageAt();
      Check.that(
          last == null || !endedAt.isBefore(last), "an end comes after the last message", it);
    }
  }

  /** Checks that a session may have changed from one state to another. */
  static void follows(Session before, Session after) {
    same("organization", before, after, Session::organizationId);
    same("channel", before, after, Session::channel);
    same("type", before, after, Session::sessionType);
    same("creation", before, after, Session::createdAt);
    same("start", before, after, Session::startedAt);
    Check.that(
        !after.updatedAt().isBefore(before.updatedAt())
            && after.version() >= before.version()
            && after.messageCount() >= before.messageCount(),
        "nothing is undone",
        after);
    if (!before.isEnded()) {
      return;
    }
    same("status after the end", before, after, Session::status);
    same("end", before, after, Session::endedAt);
    same("record of the end", before, after, Session::closedAt);
    same("duration", before, after, Session::durationMs);
    same("messages after the end", before, after, Session::messageCount);
    TerminationReason reason = before.reason();
    if (reason != after.reason()) {
      Check.that(
          reason != null && isSpecific(after.reason()),
          "a reason is replaced by a specific one only",
          after.reason());
    } else {
      same("outcome", before, after, Session::outcome);
    }
  }

  private static boolean isSpecific(@Nullable TerminationReason reason) {
    return reason != null && !reason.isUnspecific();
  }

  private static void same(
      String what, Session before, Session after, Function<Session, @Nullable Object> field) {
    Object was = field.apply(before);
    Object is = field.apply(after);
    Check.that(Objects.equals(was, is), "the " + what + " stays " + was, is);
  }

  /** Checks that messages have no gaps and match their count. */
  static void messages(Session session, List<StoredMessage> messages) {
    for (int i = 0; i < messages.size(); i++) {
      Check.that(messages.get(i).sequence() == i + 1, "messages have no gap", messages);
    }
    if (!session.endUserId().equals(Anonymizer.ANONYMOUS_USER)) {
      long users = messages.stream().filter(it -> it.role() == MessageRole.USER).count();
      Check.that(
          session.messageCount() == messages.size() && session.userMessageCount() == users,
          "as many messages are counted as there are",
          messages.size());
    }
  }

  /** Checks that the history has no gaps and leads to the status. */
  static void history(Session session, List<HistoryEntry> history) {
    for (int i = 0; i < history.size(); i++) {
      HistoryEntry entry = history.get(i);
      HistoryEntry before = i == 0 ? null : history.get(i - 1);
      Check.that(
          entry.sequence() == i + 1
              && entry.from() == (before == null ? null : before.to())
              && (before == null) == (entry.kind() == HistoryEntry.Kind.OPENED)
              && (before == null || !entry.at().isBefore(before.at())),
          "every entry follows from the one before it",
          entry);
    }
    Check.that(
        !history.isEmpty() && history.get(history.size() - 1).to() == session.status(),
        "the history folds to the status",
        history);
    long ends = history.stream().filter(it -> it.kind() == HistoryEntry.Kind.ENDED).count();
    Check.that(ends == (session.isEnded() ? 1 : 0), "there is one end at most", ends);
  }

  /** Checks that the counts match the listing. */
  static void counts(List<Session> listing, SessionCounts counts) {
    SessionCounts expected =
        new SessionCounts(
            listing.size(),
            listing.stream().collect(Collectors.groupingBy(Session::status, Collectors.counting())),
            listing.stream()
                .flatMap(it -> Stream.ofNullable(it.outcome()))
                .collect(Collectors.groupingBy(it -> it, Collectors.counting())),
            listing.stream()
                .flatMap(it -> Stream.ofNullable(it.reason()))
                .collect(Collectors.groupingBy(it -> it, Collectors.counting())));
    Check.that(expected.equals(counts), "the counts are " + expected, counts);
  }
}
