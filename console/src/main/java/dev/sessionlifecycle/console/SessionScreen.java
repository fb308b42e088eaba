package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesessionGenerated;
import dev.sessionlifecycle.console.internal.view.ActionForm;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Entry;
import dev.sessionlifecycle.console.internal.view.Pager;
import dev.sessionlifecycle.console.internal.view.SessionPage;
import dev.sessionlifecycle.console.internal.view.Utterance;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One session: what happened to it, why, and what will happen next. */
final class SessionScreen {
  private static final int MESSAGES = 50;
  private static final int ENTRIES = 200;

  /** A message may have 64 KiB; a page of them has to be readable. */
  private static final int SHOWN_OF_MESSAGE = 4_000;

  private final Visit visit;
  private final Session session;
  private final Optional<SessionChain> chain;
  private final SessionTexts texts;

  private SessionScreen(Visit visit, Session session) {
    this.visit = visit;
    this.session = session;
    this.chain =
        session.isEnded()
            ? visit.finalizer().chain(visit.organizationId, session.id())
            : Optional.empty();
    this.texts = SessionTexts.of(visit, session, chain);
  }

  static ConsoleReply answer(Visit visit, UUID sessionId) {
    SessionPage page = new SessionScreen(visit, visit.sessions().get(sessionId)).page();
    return Replies.page(200, out -> JtesessionGenerated.render(out, null, page));
  }

  private SessionPage page() {
    List<HistoryEntry> history = visit.sessions().history(session.id(), 0, ENTRIES);
    int after = after();
    List<StoredMessage> messages = visit.sessions().messages(session.id(), after, MESSAGES);
    SessionDetails facts = new SessionDetails(visit, session, texts);
    ChainView steps = new ChainView(visit, session, chain);
    List<Cell> badges = new ArrayList<>(List.of(Labels.status(session)));
    if (session.outcome() != null) {
      badges.add(Labels.outcome(session.outcome()));
    }
    return new SessionPage(
        visit.frame("Session " + Formats.shortId(session.id()), Screen.SESSIONS.path),
        session.id().toString(),
        badges,
        facts.lead(),
        facts.facts(),
        facts.future(),
        history.stream().map(this::entry).toList(),
        history.size() < ENTRIES ? "" : "The first " + ENTRIES + " entries are shown.",
        chain.map(ChainGraph::of).orElse(null),
        steps.note(),
        steps.steps(),
        steps.attempts(),
        steps.forms(),
        facts.texts(),
        texts.state.words,
        textLink(after),
        texts.areShown() ? "Mask texts" : "Show texts",
        messages.stream().map(this::utterance).toList(),
        pager(messages, after),
        forms());
  }

  private int after() {
    String asked = visit.request.parameter("after").orElse("0");
    return asked.matches("\\d{1,9}") ? Integer.parseInt(asked) : 0;
  }

  private String textLink(int after) {
    boolean isOffered = texts.areShown() || texts.state == SessionTexts.State.NOT_ASKED_FOR;
    String show = texts.areShown() ? "" : "show";
    return isOffered ? visit.href(path(), "texts", show, "after", afterText(after)) : "";
  }

  private static String afterText(int after) {
    return after == 0 ? "" : Integer.toString(after);
  }

  private Pager pager(List<StoredMessage> messages, int after) {
    String show = texts.areShown() ? "show" : "";
    int last = messages.isEmpty() ? after : messages.get(messages.size() - 1).sequence();
    boolean isMore = !messages.isEmpty() && last < session.messageCount();
    return new Pager(
        after == 0 ? "" : visit.href(path(), "texts", show),
        isMore ? visit.href(path(), "texts", show, "after", afterText(last)) : "",
        messages.isEmpty()
            ? ""
            : messages.get(0).sequence() + "–" + last + " of " + session.messageCount());
  }

  private String path() {
    return Screens.SESSIONS + session.id();
  }

  private Entry entry(HistoryEntry entry) {
    String to = Formats.words(entry.to().wire());
    String why = entry.reason() == null ? "" : Formats.words(entry.reason().wire());
    String title =
        switch (entry.kind()) {
          case OPENED -> "Opened as " + to;
          case MOVED -> "Moved to " + to;
          case TAKEN_OVER -> "Taken over by another worker";
          case ENDED -> "Ended as " + to;
          case ENRICHED -> "Reason became specific";
          case CORRECTED -> "Reason was corrected";
        };
    return new Entry(
        visit.formats().time(entry.at()), title, why, entry.triggeredBy(), Labels.tone(entry.to()));
  }

  private Utterance utterance(StoredMessage message) {
    String text = message.text();
    int length = Texts.length(text);
    boolean isLong = length > SHOWN_OF_MESSAGE;
    String note =
        texts.areShown()
            ? isLong
                ? "… and " + Formats.number(length - SHOWN_OF_MESSAGE) + " more characters"
                : ""
            : texts.state == SessionTexts.State.NOT_STORED
                    || texts.state == SessionTexts.State.ANONYMIZED
                ? "not stored"
                : Formats.number(length) + " characters, masked";
    return new Utterance(
        message.sequence(),
        Formats.words(message.role().wire()),
        "role-" + message.role().wire(),
        visit.formats().time(message.sentAt()),
        texts.areShown()
            ? isLong ? text.substring(0, text.offsetByCodePoints(0, SHOWN_OF_MESSAGE)) : text
            : "",
        note);
  }

  private List<ActionForm> forms() {
    List<ActionForm> forms = new ArrayList<>();
    if (!session.isEnded() && visit.may(ConsolePermission.END)) {
      forms.add(SessionForms.end(visit, session));
    }
    if (visit.may(ConsolePermission.HOLD)) {
      forms.add(SessionForms.hold(visit, session));
    }
    return forms;
  }
}
