package dev.sessionlifecycle.console;

import java.util.UUID;

/** Finds the screen of an address. */
final class Screens {
  static final String SESSIONS = "sessions/";

  private Screens() {}

  static ConsoleReply answer(Visit visit) {
    String path = visit.request.path();
    if (path.startsWith(SESSIONS)) {
      UUID session = Ids.parse(path.substring(SESSIONS.length())).orElse(null);
      return session == null ? ErrorScreen.notFound(visit) : SessionScreen.answer(visit, session);
    }
    return switch (path) {
      case "" -> OverviewScreen.answer(visit);
      case "sessions" -> SessionsScreen.answer(visit);
      case "sessions.csv" -> SessionsScreen.csv(visit);
      case "parked" -> ParkedScreen.answer(visit);
      case ParkedActions.CHECK -> ParkedActions.check(visit);
      case RetentionActions.CHECK -> RetentionActions.check(visit);
      case "retention" -> RetentionScreen.answer(visit);
      case "reasons" -> ReasonsScreen.answer(visit);
      case "deliveries" -> DeliveriesScreen.answer(visit);
      case "about" -> AboutScreen.answer(visit);
      default -> ErrorScreen.notFound(visit);
    };
  }
}
