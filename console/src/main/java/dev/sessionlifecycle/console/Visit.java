package dev.sessionlifecycle.console;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.console.internal.view.Frame;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.NavItem;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.retention.OrganizationRetention;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A request of a known user for an organization that they see. */
final class Visit {
  final Settings settings;
  final ConsoleRequest request;
  final ConsoleUser user;
  final UUID organizationId;
  final Instant now;
  private final String root;

  Visit(Settings settings, ConsoleRequest request, ConsoleUser user, UUID organizationId) {
    this.settings = settings;
    this.request = request;
    this.user = user;
    this.organizationId = organizationId;
    this.now = settings.now();
    int depth = (int) request.path().chars().filter(c -> c == '/').count();
    this.root = depth == 0 ? "./" : "../".repeat(depth);
  }

  /** The sessions, for reading alone. */
  OrganizationSessions sessions() {
    return settings.readOnly.organization(organizationId);
  }

  /** The sessions, for an action. */
  OrganizationSessions writableSessions() {
    return settings.lifecycle.organization(organizationId);
  }

  OrganizationRetention retention() {
    return settings.lifecycle.retention(organizationId);
  }

  Finalizer finalizer() {
    return settings.lifecycle.finalizer();
  }

  Formats formats() {
    return settings.formats;
  }

  /** Whether the user may do something here: a read-only console offers no action to anybody. */
  boolean may(ConsolePermission permission) {
    boolean isAction =
        permission != ConsolePermission.VIEW && permission != ConsolePermission.READ_TEXTS;
    return user.may(permission) && (!isAction || settings.tokens().isPresent());
  }

  /**
   * Returns a link, relative to the page.
   *
   * @param path below the mount
   * @param parameters names and values in turn; empty values are left out
   */
  String href(String path, String... parameters) {
    List<String> all = new ArrayList<>();
    if (user.organizations().size() > 1) {
      all.add("org=" + organizationId);
    }
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].isEmpty()) {
        all.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
      }
    }
    return root + path + (all.isEmpty() ? "" : "?" + String.join("&", all));
  }

  /** What a form with the method GET sends along, since it drops the query of its target. */
  List<Hidden> kept() {
    return user.organizations().size() > 1
        ? List.of(new Hidden("org", organizationId.toString()))
        : List.of();
  }

  /** These values, and what a form with the method GET sends along. */
  List<Hidden> withKept(Hidden... values) {
    return Stream.concat(Stream.of(values), kept().stream()).toList();
  }

  /** The token of a form that leads to this path; empty where the console is read-only. */
  String token(String path) {
    return settings
        .tokens()
        .map(it -> it.issue(user.name(), organizationId + "/" + path, now))
        .orElse("");
  }

  /** Whether the form of this request has the token for its path. */
  boolean hasToken() {
    Optional<String> given = request.field("token");
    return given.isPresent()
        && settings
            .tokens()
            .filter(
                it ->
                    it.accepts(
                        given.get(), user.name(), organizationId + "/" + request.path(), now))
            .isPresent();
  }

  void record(ConsoleEvent.Action action, List<UUID> ids, ConsoleEvent.Result result, int count) {
    settings.listener.recorded(
        new ConsoleEvent(user.name(), organizationId, action, ids, result, count));
  }

  Frame frame(String title, String current) {
    List<NavItem> nav = new ArrayList<>();
    for (Screen screen : Screen.values()) {
      nav.add(
          new NavItem(screen.label, href(screen.path), screen.path.equals(current), screen.icon));
    }
    List<NavItem> organizations =
        user.organizations().size() < 2
            ? List.of()
            : user.organizations().stream()
                .map(
                    it ->
                        new NavItem(
                            Formats.shortId(it),
                            root + "?org=" + it,
                            it.equals(organizationId),
                            it.toString()))
                .toList();
    return new Frame(
        settings.title,
        title,
        root,
        nav,
        organizations,
        user.name(),
        settings.tokens().isEmpty() || user.permissions().size() < 2 ? "read-only" : "",
        settings.formats.zoneName(),
        Notices.of(request.parameter("done").orElse("")));
  }
}
