package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * Parked work.
 *
 * @param action where the picked chains are sent, relative
 * @param canReplay whether replaying is offered
 * @param canSkip whether skipping is offered
 */
public record ParkedPage(
    Frame frame,
    List<Tile> tiles,
    FilterForm filter,
    Table groups,
    Table chains,
    String note,
    Pager pager,
    String action,
    List<Hidden> hidden,
    boolean canReplay,
    boolean canSkip) {}
