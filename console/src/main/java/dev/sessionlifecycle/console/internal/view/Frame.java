package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * What surrounds a screen.
 *
 * @param console the name of the console
 * @param title the name of the screen
 * @param root the way to the mount, such as {@code ../}
 * @param nav the screens
 * @param organizations the organizations to choose from; empty where there is one
 * @param user who is served; empty for nobody
 * @param rights what they may do, in a word
 * @param zone the time zone of all times
 * @param notice what has just been done; empty for nothing
 */
public record Frame(
    String console,
    String title,
    String root,
    List<NavItem> nav,
    List<NavItem> organizations,
    String user,
    String rights,
    String zone,
    String notice) {
  @Override
  public String toString() {
    return "Frame";
  }
}
