package dev.sessionlifecycle.console.internal.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session.
 *
 * @param badges its status and outcome
 * @param lead why it ended, or what ends it, in a sentence
 * @param graph its chain as a picture; null while it is live
 * @param textNote why texts are masked, or that they are shown; empty if there is none
 * @param textLink the link that shows texts, or masks them again; empty if there is none
 */
public record SessionPage(
    Frame frame,
    String id,
    List<Cell> badges,
    String lead,
    List<Fact> facts,
    List<Fact> future,
    List<Entry> timeline,
    String timelineNote,
    @Nullable Graph graph,
    String chainNote,
    Table steps,
    Table attempts,
    List<ActionForm> chainForms,
    List<Fact> texts,
    String textNote,
    String textLink,
    String textLinkLabel,
    List<Utterance> messages,
    Pager messagePager,
    List<ActionForm> forms) {
  @Override
  public String toString() {
    return "SessionPage[id=" + id + "]";
  }
}
