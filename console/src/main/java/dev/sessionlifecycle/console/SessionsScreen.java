package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesessionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.FilterForm;
import dev.sessionlifecycle.console.internal.view.Pager;
import dev.sessionlifecycle.console.internal.view.SessionsPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import java.util.List;

/** The sessions that began within a range of time, or those of an end user. */
final class SessionsScreen {
  private static final int PAGE = 50;
  private static final List<String> COLUMNS =
      List.of(
          "Session",
          "Started",
          "Channel",
          "Status",
          "Outcome",
          "Reason",
          "Duration",
          "Messages",
          "Steps");

  private SessionsScreen() {}

  static ConsoleReply answer(Visit visit) {
    SessionQuery query = new SessionQuery(visit.request);
    Page<Session> sessions = read(visit, query);
    SessionsPage page =
        new SessionsPage(
            visit.frame("Sessions", Screen.SESSIONS.path),
            new FilterForm(visit.href("sessions"), visit.kept(), query.fields()),
            visit.href("search"),
            visit.kept(),
            note(query, sessions),
            new Table(
                "Sessions, newest first",
                COLUMNS,
                sessions.items().stream().map(it -> row(visit, it)).toList(),
                "No session matches. Widen the time, or remove a filter."),
            pager(visit, query, sessions),
            visit.href("sessions.csv", query.parameters("cursor", query.cursor().orElse(""))));
    return Replies.page(200, out -> JtesessionsGenerated.render(out, null, page));
  }

  static ConsoleReply csv(Visit visit) {
    Page<Session> sessions = read(visit, new SessionQuery(visit.request));
    visit.record(
        ConsoleEvent.Action.PAGE_EXPORTED,
        List.of(),
        ConsoleEvent.Result.DONE,
        sessions.items().size());
    return Replies.download(
        "text/csv; charset=utf-8", "sessions.csv", SessionsCsv.write(sessions.items()));
  }

  private static Page<Session> read(Visit visit, SessionQuery query) {
    return visit.sessions().list(query.filter(visit), query.cursor().orElse(null), PAGE);
  }

  private static String note(SessionQuery query, Page<Session> sessions) {
    String count =
        sessions.items().size() == 1 ? "1 session" : sessions.items().size() + " sessions";
    String where = query.endUser == null ? query.range.label : "All times";
    return where + " · " + count + " on this page";
  }

  private static Pager pager(Visit visit, SessionQuery query, Page<Session> sessions) {
    return new Pager(
        query.cursor().isPresent() ? visit.href("sessions", query.parameters()) : "",
        sessions.next() == null
            ? ""
            : visit.href("sessions", query.parameters("cursor", sessions.next())),
        "");
  }

  private static Table.Row row(Visit visit, Session session) {
    return Table.row(
        Labels.sessionLink(visit, session.id()),
        Cell.time(visit.formats().time(session.startedAt())),
        Cell.text(session.channel()),
        Labels.status(session),
        Labels.outcome(session.outcome()),
        Labels.reason(session.reason()),
        Cell.number(Formats.duration(session.durationMs())),
        Cell.number(Formats.number(session.messageCount())),
        Cell.text(session.finalizedAt() != null ? "done" : session.isEnded() ? "open" : null));
  }
}
