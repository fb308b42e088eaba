package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/** The first screen. */
public record OverviewPage(
    Frame frame,
    FilterForm filter,
    List<Tile> tiles,
    Chart outcomes,
    Chart durations,
    List<Proportion> reasons,
    List<Proportion> statuses,
    List<Tile> chains,
    List<Fact> housekeeping) {}
