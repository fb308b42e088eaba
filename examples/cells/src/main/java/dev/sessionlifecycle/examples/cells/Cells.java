package dev.sessionlifecycle.examples.cells;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * Several servers, each with a lifecycle of its own for some of the organizations. Nothing spans
 * two of them, so each has the speed and the guarantees of one PostgreSQL, and one that is away
 * takes only its organizations with it.
 *
 * <p>What the host has to see to: the directory of organizations must give every node the same
 * answer, and change for an organization only while nobody works on it (docs/scaling.md); limits,
 * retention and the chain are configured for each cell alike; an export over all organizations asks
 * all cells.
 */
public final class Cells implements Organizations, AutoCloseable {
  private final List<SessionLifecycle> cells;
  private final ToIntFunction<UUID> directory;
  private final List<FinalizerRun> finalizers = new ArrayList<>();
  private final List<HousekeepingRun> housekeepings = new ArrayList<>();

  /**
   * Creates the cells.
   *
   * @param cells one lifecycle for each server; closed with this
   * @param directory the place in the list of the cell with an organization
   */
  public Cells(List<SessionLifecycle> cells, ToIntFunction<UUID> directory) {
    this.cells = List.copyOf(cells);
    this.directory = directory;
  }

  @Override
  public OrganizationSessions organization(UUID organizationId) {
    return cell(organizationId).organization(organizationId);
  }

  @Override
  public Organizations readOnly() {
    List<Organizations> views = cells.stream().map(SessionLifecycle::readOnly).toList();
    return new Organizations() {
      @Override
      public OrganizationSessions organization(UUID organizationId) {
        return views.get(directory.applyAsInt(organizationId)).organization(organizationId);
      }

      @Override
      public Organizations readOnly() {
        return this;
      }
    };
  }

  /** Returns the lifecycle with an organization, to join its transactions or run its chains. */
  public SessionLifecycle cell(UUID organizationId) {
    return cells.get(directory.applyAsInt(organizationId));
  }

  /** Starts the finalizer and the housekeeping of every cell. */
  public void start() {
    for (SessionLifecycle cell : cells) {
      finalizers.add(cell.finalizer().start());
      housekeepings.add(cell.housekeeping().start());
    }
  }

  /** Stops what was started, lets running steps end, and closes the cells. */
  @Override
  public void close() {
    housekeepings.forEach(HousekeepingRun::close);
    finalizers.forEach(FinalizerRun::close);
    cells.forEach(SessionLifecycle::close);
  }
}
