package dev.sessionlifecycle.console;

/** The screens of the navigation, each with the strokes of its icon in a square of 24 by 24. */
enum Screen {
  OVERVIEW("", "Overview", "M4 20V11M10 20V4M16 20v-7M21 20H3"),
  SESSIONS("sessions", "Sessions", "M4 6h16M4 12h16M4 18h10"),
  PARKED("parked", "Parked work", "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M10 9v6M14 9v6"),
  RETENTION("retention", "Retention", "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5"),
  REASONS("reasons", "Reasons", "M5 4h14v11H10l-5 5zM9 9h6"),
  DELIVERIES("deliveries", "Deliveries", "M4 12L20 5l-6 15l-3-6zM11 14l9-9"),
  ABOUT("about", "About", "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v6M12 7.5v.5");

  final String path;
  final String label;
  final String icon;

  Screen(String path, String label, String icon) {
    this.path = path;
    this.label = label;
    this.icon = icon;
  }
}
