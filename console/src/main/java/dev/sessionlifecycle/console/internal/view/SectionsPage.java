package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/** A screen of figures and sections. */
public record SectionsPage(Frame frame, String lead, List<Tile> tiles, List<Section> sections) {}
