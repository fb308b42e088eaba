package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JteoverviewGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.FilterForm;
import dev.sessionlifecycle.console.internal.view.OverviewPage;
import dev.sessionlifecycle.console.internal.view.Proportion;
import dev.sessionlifecycle.console.internal.view.Tile;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalizer.FinalizerBacklog;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How sessions that began within a range of time came out, and what has not been finished. */
final class OverviewScreen {
  private static final int MOST_REASONS = 10;
  private static final Duration LATE = Duration.ofMinutes(15);

  private final Visit visit;
  private final TimeRange range;
  private final String channel;

  private OverviewScreen(Visit visit) {
    this.visit = visit;
    this.range = TimeRange.of(visit.request);
    this.channel = visit.request.parameter("channel").orElse("");
  }

  static ConsoleReply answer(Visit visit) {
    OverviewPage page = new OverviewScreen(visit).page();
    return Replies.page(200, out -> JteoverviewGenerated.render(out, null, page));
  }

  private OverviewPage page() {
    Instant from = range.from(visit.now, visit.formats().zone());
    Instant to = range.to(visit.now, visit.formats().zone());
    SessionFilter all = SessionFilter.all();
    SessionFilter filter = channel.isEmpty() ? all : all.withChannel(channel);
    List<SessionBucket> buckets = visit.sessions().series(filter, from, to, range.bucket);
    SessionCounts counts = sum(buckets);
    Charts charts = new Charts(range, visit.formats());
    return new OverviewPage(
        visit.frame("Overview", Screen.OVERVIEW.path),
        filterForm(),
        tiles(counts, buckets),
        charts.outcomes(buckets),
        charts.durations(buckets),
        reasons(counts),
        statuses(counts),
        chains(visit.finalizer().backlog(visit.organizationId)),
        housekeeping());
  }

  private FilterForm filterForm() {
    return new FilterForm(
        visit.href(""),
        visit.kept(),
        List.of(
            Field.choice("range", "Started in the", range.options()),
            Field.line("channel", "Channel", channel, 32)));
  }

  /** Counts are added up here: asking for the whole range once more would cost as much again. */
  private static SessionCounts sum(List<SessionBucket> buckets) {
    long total = 0;
    Map<SessionStatus, Long> byStatus = new EnumMap<>(SessionStatus.class);
    Map<OutcomeCategory, Long> byOutcome = new EnumMap<>(OutcomeCategory.class);
    Map<TerminationReason, Long> byReason = new EnumMap<>(TerminationReason.class);
    for (SessionBucket bucket : buckets) {
      total += bucket.counts().total();
      bucket.counts().byStatus().forEach((key, count) -> byStatus.merge(key, count, Long::sum));
      bucket.counts().byOutcome().forEach((key, count) -> byOutcome.merge(key, count, Long::sum));
      bucket.counts().byReason().forEach((key, count) -> byReason.merge(key, count, Long::sum));
    }
    return new SessionCounts(total, byStatus, byOutcome, byReason);
  }

  private List<Tile> tiles(SessionCounts counts, List<SessionBucket> buckets) {
    long ended = counts.byOutcome().values().stream().mapToLong(Long::longValue).sum();
    long unknown = counts.of(TerminationReason.UNKNOWN);
    return List.of(
        new Tile(
            "Sessions",
            Formats.number(counts.total()),
            range.words(),
            Tone.NEUTRAL,
            visit.href("sessions", "range", range.value, "channel", channel)),
        new Tile(
            "Not ended",
            Formats.number(counts.total() - ended),
            "of these",
            Tone.INFO,
            visit.href("sessions", "range", range.value, "channel", channel, "status", "live")),
        new Tile(
            "Unknown reason",
            Formats.share(unknown, ended),
            Formats.number(unknown) + " of " + Formats.number(ended) + " ended",
            unknown * 10 > ended ? Tone.WARN : Tone.NEUTRAL,
            visit.href("reasons", "range", range.value)),
        duration("Median duration", buckets, SessionBucket::medianDuration),
        duration("95th percentile", buckets, SessionBucket::p95Duration));
  }

  /** Of the latest span in which something has ended. */
  private Tile duration(
      String label,
      List<SessionBucket> buckets,
      Function<SessionBucket, @Nullable Duration> value) {
    for (int i = buckets.size() - 1; i >= 0; i--) {
      Duration duration = value.apply(buckets.get(i));
      if (duration != null) {
        String since = range.label(buckets.get(i).from(), visit.formats());
        return new Tile(
            label, Formats.duration(duration), "started since " + since, Tone.NEUTRAL, null);
      }
    }
    return new Tile(label, "–", "nothing has ended", Tone.NEUTRAL, null);
  }

  private List<Proportion> reasons(SessionCounts counts) {
    long ended = counts.byReason().values().stream().mapToLong(Long::longValue).sum();
    List<Map.Entry<TerminationReason, Long>> sorted =
        counts.byReason().entrySet().stream()
            .sorted(Map.Entry.<TerminationReason, Long>comparingByValue().reversed())
            .toList();
    long rest = sorted.stream().skip(MOST_REASONS).mapToLong(Map.Entry::getValue).sum();
    long most = Math.max(rest, sorted.isEmpty() ? 1 : sorted.get(0).getValue());
    List<Proportion> shares = new ArrayList<>();
    sorted.stream()
        .limit(MOST_REASONS)
        .forEach(
            it -> {
              Cell label =
                  Labels.reason(it.getKey())
                      .to(
                          visit.href(
                              "sessions",
                              "range",
                              range.value,
                              "channel",
                              channel,
                              "reason",
                              it.getKey().wire()));
              shares.add(
                  share(label, it.getValue(), ended, most, "o-" + it.getKey().category().wire()));
            });
    if (rest > 0) {
      int others = sorted.size() - MOST_REASONS;
      shares.add(share(Cell.text(others + " others"), rest, ended, most, "o-unknown"));
    }
    return shares;
  }

  private List<Proportion> statuses(SessionCounts counts) {
    long most = counts.byStatus().values().stream().mapToLong(Long::longValue).max().orElse(1);
    return counts.byStatus().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.<SessionStatus>naturalOrder()))
        .map(
            it -> {
              Cell label = Cell.text(Formats.words(it.getKey().wire()));
              boolean isKnown = it.getKey() != SessionStatus.UNRECOGNIZED;
              return share(
                  isKnown
                      ? label.to(
                          visit.href(
                              "sessions",
                              "range",
                              range.value,
                              "channel",
                              channel,
                              "status",
                              it.getKey().wire()))
                      : label,
                  it.getValue(),
                  counts.total(),
                  most,
                  Labels.tone(it.getKey()).css());
            })
        .toList();
  }

  private static Proportion share(Cell label, long count, long of, long most, String css) {
    return new Proportion(
        label, Formats.number(count), Formats.share(count, of), 1_000 * count / most, css);
  }

  private List<Tile> chains(FinalizerBacklog backlog) {
    boolean isLate = backlog.oldestDue().compareTo(LATE) > 0;
    return List.of(
        new Tile(
            "Due",
            Formats.number(backlog.due()),
            backlog.due() == 0 ? "nothing waits" : "oldest for " + age(backlog),
            isLate ? Tone.BAD : Tone.NEUTRAL,
            null),
        new Tile("In work", Formats.number(backlog.leased()), "on a node", Tone.NEUTRAL, null),
        new Tile(
            "Later", Formats.number(backlog.waiting()), "to be tried again", Tone.NEUTRAL, null),
        new Tile(
            "Parked",
            Formats.number(backlog.parked()),
            backlog.parked() == 0 ? "nothing is stuck" : "wait for you",
            backlog.parked() == 0 ? Tone.GOOD : Tone.BAD,
            visit.href("parked")));
  }

  private static String age(FinalizerBacklog backlog) {
    return Formats.duration(backlog.oldestDue());
  }

  private List<Fact> housekeeping() {
    HousekeepingRun run = visit.settings.housekeeping;
    if (run == null) {
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "State",
            run.isRunning() ? Cell.badge(Tone.GOOD, "running") : Cell.badge(Tone.BAD, "stopped")));
    facts.add(
        new Fact(
            "Last success",
            Cell.time(run.lastSuccess().map(visit.formats()::time).orElse("not yet"))));
    for (HousekeepingFailure failure : run.failures()) {
      facts.add(
          new Fact(
              failure.sweep() + " sweep fails",
              Cell.badge(Tone.BAD, failure.consecutive() + " times: " + failure.error())));
    }
    return facts;
  }
}
