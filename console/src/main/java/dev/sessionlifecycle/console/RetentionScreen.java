package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Pager;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.console.internal.view.Tile;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is kept and for how long, what holds keep, what went, and when an end user is gone. */
final class RetentionScreen {
  private static final int PAGE = 50;

  /** Counting reads an index as far as this. */
  private static final int MOST_DUE = 10_000;

  private final Visit visit;

  private RetentionScreen(Visit visit) {
    this.visit = visit;
  }

  static ConsoleReply answer(Visit visit) {
    SectionsPage page = new RetentionScreen(visit).page();
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private SectionsPage page() {
    List<Hold> holds = visit.retention().holdsInForce(cursor("holds"), PAGE);
    List<Section> sections = new ArrayList<>();
    Optional<UUID> user = visit.request.parameter("user").flatMap(Ids::parse);
    sections.add(RetentionForms.search(visit, user));
    user.ifPresent(it -> sections.add(endUser(it, holds)));
    sections.add(holds(holds));
    sections.add(unfinished());
    sections.add(receipts());
    sections.add(policy());
    return new SectionsPage(visit.frame("Retention", Screen.RETENTION.path), "", tiles(), sections);
  }

  private List<Tile> tiles() {
    ZoneId zone = visit.formats().zone();
    Instant tomorrow =
        visit.now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    return List.of(
        due("Due now", Duration.ZERO, "past their date; the next sweep decides"),
        due("Due today", Duration.between(visit.now, tomorrow), "until midnight"),
        due("Due this week", Duration.ofDays(7), "within 7 days"));
  }

  private Tile due(String label, Duration within, String note) {
    int count = visit.retention().countDue(within, MOST_DUE);
    String value = Formats.number(count) + (count == MOST_DUE ? "+" : "");
    return new Tile(label, value, note, Tone.NEUTRAL, null);
  }

  private @Nullable UUID cursor(String list) {
    return visit.request.parameter(list).flatMap(Ids::parse).orElse(null);
  }

  /**
   * When the sessions of an end user will be gone: what their dates say, and what is in the way.
   */
  private Section endUser(UUID endUserId, List<Hold> holds) {
    Page<Session> sessions =
        visit.sessions().list(SessionFilter.all().withEndUser(endUserId), null, PAGE);
    List<Table.Row> rows =
        sessions.items().stream()
            .map(
                it ->
                    Table.row(
                        Labels.sessionLink(visit, it.id()),
                        Cell.time(visit.formats().time(it.startedAt())),
                        Labels.status(it),
                        Cell.text(
                            !it.isEnded() ? null : it.finalizedAt() == null ? "open" : "done"),
                        keptUntil(it)))
            .toList();
    return Section.of("End user " + endUserId, proof(sessions, endUserId, holds))
        .with(
            new Table(
                "Sessions of the end user, newest first",
                List.of("Session", "Started", "Status", "Steps", "Gone after"),
                rows,
                "This organization has no session of this end user: nothing is left."))
        .withForms(RetentionForms.erase(visit, endUserId));
  }

  private Cell keptUntil(Session session) {
    if (!session.isEnded()) {
      return Cell.text("decided at its end");
    }
    return session.retentionExpiresAt() == null
        ? Cell.badge(Tone.WARN, "kept for ever")
        : Cell.time(visit.formats().time(session.retentionExpiresAt()));
  }

  private String proof(Page<Session> sessions, UUID endUserId, List<Hold> holds) {
    List<Session> all = sessions.items();
    if (all.isEmpty()) {
      return "";
    } else if (sessions.next() != null) {
      return "There are more sessions than are listed here; see all of them under Sessions.";
    }
    long live = all.stream().filter(it -> !it.isEnded()).count();
    long forEver =
        all.stream().filter(it -> it.isEnded() && it.retentionExpiresAt() == null).count();
    long open = all.stream().filter(it -> it.isEnded() && it.finalizedAt() == null).count();
    long held = holds.stream().filter(it -> isInTheWay(it, endUserId, all)).count();
    String blockers =
        Stream.of(
                live == 0 ? "" : live + " not ended",
                forEver == 0 ? "" : forEver + " kept for ever",
                open == 0 ? "" : open + " with open steps",
                held == 0 ? "" : held + (held == 1 ? " hold in force" : " holds in force"))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    Instant last =
        all.stream()
            .map(Session::retentionExpiresAt)
            .filter(it -> it != null)
            .max(Instant::compareTo)
            .orElse(visit.now);
    return blockers.isEmpty()
        ? "All "
            + all.size()
            + " sessions will be gone after "
            + visit.formats().time(last)
            + ", with the first sweep of the housekeeping from then on."
        : "No date can be given for all of them: " + blockers + ".";
  }

  private static boolean isInTheWay(Hold hold, UUID endUserId, List<Session> sessions) {
    if (hold.scope() instanceof HoldScope.OnSession on) {
      return sessions.stream().anyMatch(it -> it.id().equals(on.sessionId()));
    }
    return !(hold.scope() instanceof HoldScope.OnEndUser on) || on.endUserId().equals(endUserId);
  }

  private Section holds(List<Hold> holds) {
    List<Table.Row> rows =
        holds.stream()
            .map(
                it ->
                    Table.row(
                        Cell.code(Formats.shortId(it.id())).titled(it.id().toString()),
                        scope(it.scope()),
                        Cell.text(it.why()),
                        Cell.text(it.placedBy()),
                        Cell.time(visit.formats().time(it.placedAt()))))
            .toList();
    return Section.of("Holds in force", "What a hold covers is neither deleted nor anonymized.")
        .with(
            new Table(
                "Holds in force",
                List.of("Hold", "On", "Why", "Placed by", "Placed at"),
                rows,
                "No hold is in force."))
        .with(
            pager("holds", holds.size(), holds.isEmpty() ? null : holds.get(holds.size() - 1).id()))
        .withForms(RetentionForms.release(visit, holds));
  }

  private Cell scope(HoldScope scope) {
    if (scope instanceof HoldScope.OnSession on) {
      return Labels.sessionLink(visit, on.sessionId());
    } else if (scope instanceof HoldScope.OnEndUser on) {
      return Cell.text("end user " + Formats.shortId(on.endUserId()))
          .to(visit.href("retention", "user", on.endUserId().toString()));
    }
    return Cell.badge(Tone.WARN, "the organization");
  }

  private Section unfinished() {
    List<Receipt> receipts = visit.retention().unfinishedErasures(cursor("unfinished"), PAGE);
    return Section.of(
            "Unfinished erasures", "Repeat these once a hold was released or a chain has finished.")
        .with(
            new Table(
                "Erasures that were not complete",
                List.of("End user", "Asked for by", "At", "Sessions gone", "Kept"),
                receipts.stream().map(this::unfinished).toList(),
                "Every erasure was complete."))
        .with(pager("unfinished", receipts.size(), lastId(receipts)));
  }

  private Table.Row unfinished(Receipt receipt) {
    UUID user = receipt.endUserId();
    return Table.row(
        user == null
            ? Cell.none()
            : Cell.code(user.toString()).to(visit.href("retention", "user", user.toString())),
        Cell.text(receipt.triggeredBy()),
        Cell.time(visit.formats().time(receipt.at())),
        Cell.number(Formats.number(receipt.sessions())),
        Cell.number(Formats.number(receipt.kept())));
  }

  private Section receipts() {
    List<Receipt> receipts = visit.retention().receipts(cursor("receipts"), PAGE);
    return Section.of("Receipts", "What was deleted or anonymized, oldest first. Kept for ever.")
        .with(
            new Table(
                "Receipts",
                List.of("At", "What", "By", "Sessions", "Messages", "Undelivered"),
                receipts.stream().map(this::receipt).toList(),
                "Nothing was deleted or anonymized yet."))
        .with(pager("receipts", receipts.size(), lastId(receipts)));
  }

  private Table.Row receipt(Receipt it) {
    return Table.row(
        Cell.time(visit.formats().time(it.at())),
        Cell.badge(
            it.kind() == Receipt.Kind.ERASURE ? Tone.INFO : Tone.NEUTRAL,
            Formats.words(it.kind().name())),
        Cell.text(it.triggeredBy()),
        Cell.number(Formats.number(it.sessions())),
        Cell.number(Formats.number(it.messages())),
        Cell.number(Formats.number(it.undelivered())));
  }

  private Section policy() {
    Optional<RetentionPolicy> policy = visit.retention().defaultPolicy();
    return Section.of("Default policy", "For sessions that name no policy of their own.")
        .with(
            policy
                .map(RetentionForms::policy)
                .orElseGet(
                    () ->
                        List.of(
                            new Fact(
                                "Policy",
                                Cell.text(
                                    "none of its own: the one that the application was built"
                                        + " with")))));
  }

  private static @Nullable UUID lastId(List<Receipt> receipts) {
    return receipts.isEmpty() ? null : receipts.get(receipts.size() - 1).id();
  }

  private Pager pager(String list, int size, @Nullable UUID last) {
    return new Pager(
        cursor(list) == null ? "" : visit.href("retention"),
        size < PAGE || last == null ? "" : visit.href("retention", list, last.toString()),
        "");
  }
}
