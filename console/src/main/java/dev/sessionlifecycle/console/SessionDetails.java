package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a session, and what time will do to it, in words. */
final class SessionDetails {
  private final Visit visit;
  private final Session session;
  private final SessionTexts texts;

  SessionDetails(Visit visit, Session session, SessionTexts texts) {
    this.visit = visit;
    this.session = session;
    this.texts = texts;
  }

  /** Why it ended, and who ended it; or since when it has its status. */
  String lead() {
    if (!session.isEnded() || session.reason() == null) {
      return "It is "
          + Formats.words(session.statusText())
          + " since "
          + visit.formats().time(session.statusSince())
          + ".";
    }
    return "Ended by "
        + session.triggeredBy()
        + " at "
        + visit.formats().time(session.endedAt())
        + ", reason: "
        + Formats.words(session.reason().wire())
        + ".";
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Channel", Cell.text(session.channel())));
    facts.add(
        new Fact(
            "Type",
            Cell.text(
                Formats.words(session.sessionType().wire())
                    + (session.origin() == null ? "" : ", " + session.origin().wire())
                    + ", priority "
                    + session.priority().wire())));
    facts.add(
        new Fact(
            "End user",
            Cell.code(session.endUserId().toString())
                .to(visit.href("sessions", "user", session.endUserId().toString()))));
    facts.add(new Fact("Started", Cell.time(visit.formats().time(session.startedAt()))));
    facts.add(new Fact("Ended", Cell.time(visit.formats().time(session.endedAt()))));
    facts.add(new Fact("Duration", Cell.text(Formats.duration(session.durationMs()))));
    facts.add(
        new Fact(
            "Messages",
            Cell.text(
                Formats.number(session.messageCount())
                    + ", of these "
                    + Formats.number(session.userMessageCount())
                    + " by the user")));
    if (session.reason() != null) {
      facts.add(new Fact("Reason", Labels.reason(session.reason())));
      facts.add(new Fact("Reported as", texts.cell(session.reportedReason())));
      facts.add(new Fact("Ended by", Cell.text(session.triggeredBy())));
    }
    facts.add(
        new Fact(
            "External id",
            texts.cell(
                session.externalRef() == null
                    ? null
                    : session.externalRef().source() + " " + session.externalRef().id())));
    linked(facts, "Follows", session.previousSessionId());
    linked(facts, "Replaced by", session.supersededById());
    more(facts);
    return facts;
  }

  private void linked(List<Fact> facts, String label, @Nullable UUID other) {
    if (other != null) {
      facts.add(new Fact(label, Labels.sessionLink(visit, other)));
    }
  }

  private void more(List<Fact> facts) {
    if (session.assignedAgentId() != null) {
      facts.add(new Fact("Agent", Cell.code(session.assignedAgentId().toString())));
    }
    Disposition disposition = session.disposition();
    if (disposition != null) {
      facts.add(
          new Fact("Disposition", Cell.text(disposition.code() + ", by " + disposition.by())));
    }
    if (!session.usage().isEmpty()) {
      String usage =
          session.usage().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(it -> it.getKey() + " " + it.getValue().toPlainString())
              .collect(Collectors.joining(", "));
      facts.add(new Fact("Usage", Cell.text(usage)));
    }
    if (session.evalSummary().total() > 0) {
      facts.add(
          new Fact(
              "Evals",
              Cell.text(
                  session.evalSummary().succeeded()
                      + " of "
                      + session.evalSummary().total()
                      + " passed; critical: "
                      + session.evalSummary().evalStatus())));
    }
    if (session.hasRecording()) {
      facts.add(new Fact("Recording", Cell.text("there is one")));
    }
  }

  /** What a text of is: each of them masked unless texts are shown. */
  List<Fact> texts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Subject", texts.cell(session.subject())));
    facts.add(new Fact("Summary", texts.cell(session.summary())));
    Disposition disposition = session.disposition();
    if (disposition != null) {
      facts.add(new Fact("Note", texts.cell(disposition.note())));
    }
    facts.add(new Fact("Metadata", json(session.metadata())));
    facts.add(new Fact("Context variables", json(session.contextVariables())));
    return facts;
  }

  private Cell json(Map<String, Object> values) {
    return texts.cell(values.isEmpty() ? null : JsonWriter.write(values));
  }

  /** What limits, steps, retention and holds will do, and why. */
  List<Fact> future() {
    List<Fact> facts = new ArrayList<>();
    if (!session.isEnded()) {
      facts.add(new Fact("Time limit", Cell.text(limit())));
    }
    facts.add(new Fact("Retention", Cell.text(retention())));
    facts.add(
        new Fact(
            "Kept until",
            session.isEnded()
                ? Cell.text(
                    session.retentionExpiresAt() == null
                        ? "for ever"
                        : visit.formats().time(session.retentionExpiresAt()))
                : Cell.text("decided at its end")));
    if (session.archivedAt() != null) {
      facts.add(new Fact("Archived", Cell.time(visit.formats().time(session.archivedAt()))));
    }
    List<Hold> holds = visit.retention().holdsOn(session.id());
    facts.add(
        new Fact(
            "Holds", holds.isEmpty() ? Cell.text("none") : Cell.badge(Tone.WARN, holds(holds))));
    return facts;
  }

  private static String holds(List<Hold> holds) {
    return holds.size()
        + " in force: "
        + holds.stream().map(Hold::why).collect(Collectors.joining("; "));
  }

  private String limit() {
    Expiry expiry = visit.sessions().explain(session.id());
    if (expiry instanceof Expiry.At at) {
      return "ends it as "
          + Formats.words(at.to().wire())
          + " at "
          + visit.formats().time(at.at())
          + " because of "
          + Formats.words(at.reason().wire())
          + " ("
          + Formats.words(at.limit().name())
          + " limit of "
          + Formats.duration(at.after())
          + ")";
    }
    return "none applies: " + Formats.words(((Expiry.Never) expiry).why().name());
  }

  private String retention() {
    RetentionDecision decision = visit.retention().explain(session.id());
    if (decision instanceof RetentionDecision.KeepUntil keep) {
      return "nothing is done before " + visit.formats().time(keep.at());
    } else if (decision instanceof RetentionDecision.Dispose dispose) {
      return "due now: the next sweep will " + Formats.words(dispose.how().name()) + " it";
    } else if (decision instanceof RetentionDecision.Blocked blocked) {
      return switch (blocked.by()) {
        case LIVE -> "it has not ended";
        case UNFINISHED -> "kept while its steps are not finished";
        case HELD -> "due, and kept by a hold";
      };
    } else if (decision instanceof RetentionDecision.Archive) {
      return "due now: the next sweep will archive it";
    }
    return "kept for ever";
  }
}
