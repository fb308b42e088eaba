package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import java.util.List;

/** Says that something is not there, or could not be done. */
final class ErrorScreen {
  private ErrorScreen() {}

  /** The same for what does not exist and for what the user may not see. */
  static ConsoleReply notFound(Visit visit) {
    return of(visit, 404, "Not found", "There is nothing here.");
  }

  static ConsoleReply of(Visit visit, int status, String title, String text) {
    SectionsPage page = new SectionsPage(visit.frame(title, "none"), text, List.of(), List.of());
    return Replies.page(status, out -> JtesectionsGenerated.render(out, null, page));
  }
}
