package dev.sessionlifecycle.console.internal.view;

/** A link of the navigation. */
public record NavItem(String label, String href, boolean isCurrent, String note) {}
