package dev.sessionlifecycle.verification.recorded;

import dev.sessionlifecycle.verification.recorded.RecordedCall.Appended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Ended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Listed;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Missing;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Seen;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Updated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds impossible results in a recorded run: a pure function of the record. */
final class RecordChecker {
  private final List<String> complaints = new ArrayList<>();

  private RecordChecker() {}

  /** Returns what is wrong; nothing if sequential calls could have produced the record. */
  static List<String> judge(List<RecordedCall> calls, List<FinalSession> remains) {
    RecordChecker judge = new RecordChecker();
    Map<UUID, List<RecordedCall>> bySession =
        calls.stream().collect(Collectors.groupingBy(RecordedCall::sessionId));
    for (FinalSession left : remains) {
      List<RecordedCall> about = bySession.getOrDefault(left.sessionId(), List.of());
      List<RecordedCall> own =
          about.stream().filter(it -> it.organizationId().equals(left.organizationId())).toList();
      judge.oneWinner(left, own);
      judge.noLostUpdate(left, own);
      judge.noLostMessage(left, own);
      judge.nothingAcross(left, about);
    }
    judge.listings(calls);
    return List.copyOf(judge.complaints);
  }

  private void oneWinner(FinalSession left, List<RecordedCall> calls) {
    List<RecordedCall> ends = calls.stream().filter(it -> it.fact() instanceof Ended).toList();
    List<RecordedCall> winners = ends.stream().filter(it -> ((Ended) it.fact()).won()).toList();
    if (winners.size() > 1) {
      complain(left, winners.size() + " winners");
    }
    if (winners.isEmpty() != (left.endedBy() == null)) {
      complain(left, "ended by " + left.endedBy() + " with " + winners.size() + " winners");
    }
    for (RecordedCall end : ends) {
      if (!((Ended) end.fact()).by().equals(left.endedBy())) {
        complain(left, "two records of its end");
      }
      if (winners.stream().anyMatch(end::isBefore)) {
        complain(left, "had ended before anybody had ended it");
      }
    }
    for (RecordedCall call : calls) {
      boolean late = ends.stream().anyMatch(it -> it.isBefore(call));
      if (late && call.fact() instanceof Seen seen && seen.endedBy() == null) {
        complain(left, "was live again");
      }
      if (late && (call.fact() instanceof Appended || call.fact() instanceof Updated)) {
        complain(left, "was written after its end");
      }
    }
  }

  private void noLostUpdate(FinalSession left, List<RecordedCall> calls) {
    List<RecordedCall> updates = calls.stream().filter(it -> it.fact() instanceof Updated).toList();
    Set<Long> from = new HashSet<>();
    for (RecordedCall call : updates) {
      Updated update = (Updated) call.fact();
      if (!from.add(update.from())) {
        complain(left, "two updates of version " + update.from());
      }
      for (RecordedCall later : calls) {
        if (call.isBefore(later)
            && (later.fact() instanceof Seen seen && seen.version() < update.to()
                || later.fact() instanceof Updated next && next.from() < update.to())) {
          complain(left, "version " + update.to() + " was not seen afterwards");
        }
      }
    }
    Optional<Updated> last =
        updates.stream().map(it -> (Updated) it.fact()).max(Comparator.comparing(Updated::to));
    if (last.isPresent()
        && (last.get().to() != left.version() || !last.get().subject().equals(left.subject()))) {
      complain(left, "the last update is lost");
    }
  }

  private void noLostMessage(FinalSession left, List<RecordedCall> calls) {
    Set<UUID> there = new HashSet<>(left.messages());
    if (there.size() < left.messages().size()) {
      complain(left, "a message is there twice");
    }
    Set<UUID> taken =
        calls.stream()
            .filter(it -> it.fact() instanceof Appended)
            .map(it -> ((Appended) it.fact()).message())
            .collect(Collectors.toSet());
    if (!there.equals(taken)) {
      complain(left, "taken " + taken.size() + " messages and kept " + there.size());
    }
  }

  private void nothingAcross(FinalSession left, List<RecordedCall> calls) {
    for (RecordedCall call : calls.stream().filter(it -> !(it.fact() instanceof Listed)).toList()) {
      boolean isOwn = call.organizationId().equals(left.organizationId());
      if (isOwn == call.fact() instanceof Missing) {
        complain(left, isOwn ? "was not found" : "was reached from another organization");
      }
      if (call.fact() instanceof Seen seen
          && !Objects.equals(seen.organization(), call.organizationId())) {
        complain(left, "a session of another organization was read");
      }
    }
  }

  private void listings(List<RecordedCall> calls) {
    for (RecordedCall call : calls) {
      if (call.fact() instanceof Listed listed
          && !Set.of(call.organizationId()).containsAll(listed.organizations())) {
        complaints.add("a listing shows sessions of another organization");
      }
    }
  }

  private void complain(FinalSession left, String what) {
    complaints.add("session " + left.sessionId() + ": " + what);
  }
}
