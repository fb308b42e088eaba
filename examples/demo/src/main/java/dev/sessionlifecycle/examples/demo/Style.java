package dev.sessionlifecycle.examples.demo;

/** Text styles on a terminal with colours. */
enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  BLUE("34"),
  MAGENTA("35"),
  CYAN("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String apply(String text) {
    return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** Returns the colour of a status, an outcome or a result in tables. */
  static Style of(String word) {
    return switch (word) {
      case "closed", "resolved", "Closed" -> GREEN;
      case "expired", "unresolved", "abandoned", "unreached" -> YELLOW;
      case "error", "failed" -> RED;
      case "superseded", "displaced" -> MAGENTA;
      case "unknown", "AlreadyEnded" -> DIM;
      default -> CYAN;
    };
  }
}
