package dev.sessionlifecycle.spi;

import java.util.Comparator;
import java.util.UUID;

/**
 * The order in which a store returns or locks rows by id: that of the sixteen bytes taken as
 * unsigned, as databases compare them. {@link UUID#compareTo} orders differently.
 */
public final class IdOrder {

  /** That order. */
  public static final Comparator<UUID> UNSIGNED = IdOrder::compare;

  private IdOrder() {}

  /** Compares in that order. */
  public static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
