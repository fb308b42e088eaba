package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UsageIntent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands that change the editable fields of a session. */
sealed interface UpdateCommand extends StoreCommand {

  /** The field to change. */
  enum Part {
    /** The subject. */
    SUBJECT,
    /** The metadata. */
    METADATA,
    /** The context variables and the priority. */
    VARIABLES,
    /** The assigned agent. */
    AGENT,
    /** The recording flag alone, which an ended session takes too. */
    RECORDING
  }

  /** Updates a session; {@code behind}: how old the expected version is, none if below 0. */
  record Update(int organization, int session, Part part, int value, int behind, int at)
      implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey key = subject.world.key(organization, session);
      return subject
          .store
          .updates()
          .update(
              new UpdateIntent(
                  key,
                  expected(subject, key),
                  update(),
                  subject.at(at),
                  SessionCommand.overdueRule(subject, at)));
    }

    private @Nullable Long expected(CommandTarget subject, SessionKey key) {
      long version = subject.store.find(key).map(Session::version).orElse(1L);
      return behind < 0 ? null : (Long) (version - behind);
    }

    private SessionUpdate update() {
      SessionUpdate nothing = SessionUpdate.nothing();
      return switch (part) {
        case SUBJECT -> nothing.withSubject("subject " + value);
        case METADATA -> nothing.withMetadata(Map.of("v", (long) value));
        case VARIABLES ->
            nothing
                .withContextVariables(Map.of("v", List.of((long) value, true)))
                .withPriority(Priority.values()[value % Priority.values().length]);
        case AGENT -> nothing.withAssignedAgent(value == 0 ? null : new UUID(3, value));
        case RECORDING -> value % 2 == 0 ? nothing.withRecording() : nothing.withoutRecording();
      };
    }
  }

  /** Records the state of an eval run; a session accepts three of the four runs. */
  record Eval(int organization, int session, int run, EvalRunStatus status, boolean critical)
      implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey key = subject.world.key(organization, session);
      EvalRun told =
          EvalRun.pending(subject.world.message(run), critical)
              .withStatus(status)
              .withScores(
                  List.of(new EvalScore("tone", run == 3 ? null : (Boolean) (run % 2 == 0))));
      return List.of(
          subject.store.evals().record(new EvalIntent(key, told, 3)),
          subject.store.evals().find(key, told.id()),
          subject.store.evals().list(key, null, 10),
          subject.store.evals().list(key, told.id(), 1));
    }
  }

  /** Records a disposition, and lists by it; {@code note}: none if below 0. */
  record Dispose(int organization, int session, int code, int note, int at)
      implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey key = subject.world.key(organization, session);
      String name = "code-" + code;
      Disposition disposition =
          new Disposition(name, note < 0 ? null : "note " + note, "agent", subject.at(at));
      SessionFilter filter = SessionFilter.all().withDisposition(name);
      return List.of(
          subject
              .store
              .updates()
              .disposition(new DispositionIntent(key, disposition, Duration.ofMinutes(10))),
          subject.store.list(new ListIntent(key.organizationId(), filter, null, 3)),
          subject.store.count(key.organizationId(), filter));
    }
  }

  /** Adds usage; a session accepts three names and two reports; {@code report}: none if below 0. */
  record AddUsage(int organization, int session, int report, int name, int amount)
      implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .updates()
          .addUsage(
              new UsageIntent(
                  subject.world.key(organization, session),
                  report < 0 ? null : "a report of 22 chars " + report,
                  Map.of("name-" + name, BigDecimal.valueOf(amount, 1)),
                  Duration.ofMinutes(10),
                  3,
                  2));
    }
  }

  /** Opens several sessions at once. */
  record OpenAll(List<SessionCommand.Open> opens) implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.openAll(opens.stream().map(it -> it.intent(subject)).toList());
    }
  }

  /** Appends to several sessions at once. */
  record AppendAll(List<SessionCommand.Append> appends) implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.appendAll(appends.stream().map(it -> it.intent(subject)).toList());
    }
  }

  /** Ends the sessions that a filter selects, two pages of them, through the public API. */
  record CloseWhere(
      int organization, List<SessionStatus> statuses, int user, int limit, TerminationReason reason)
      implements UpdateCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      BulkSessions bulk =
          subject.lifecycle().organization(subject.world.organization(organization)).bulk();
      SessionFilter filter = ReadCommand.filter(subject, statuses, user);
      EndRequest request = EndRequest.because(reason);
      BulkClosePage first = bulk.close(filter, request, null, limit);
      String next = first.next();
      return next == null
          ? comparable(first)
          : List.of(comparable(first), comparable(bulk.close(filter, request, next, limit)));
    }

    /** Errors are not comparable values; their codes are. */
    private static Map<UUID, Object> comparable(BulkClosePage page) {
      Map<UUID, Object> told = new LinkedHashMap<>();
      page.results()
          .forEach(
              (id, result) ->
                  told.put(
                      id,
                      result instanceof BulkResult.Succeeded<CloseResult> done
                          ? done.value()
                          : new CommandTarget.Failed(
                              ((BulkResult.Failed<CloseResult>) result).error().code())));
      return told;
    }
  }
}
