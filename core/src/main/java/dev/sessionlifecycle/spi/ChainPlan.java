package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.SessionType;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which chain an ended session gets: alternatives by its type, since the type stands on the row.
 * Every shape must have been registered, see {@link ChainStore#register(ChainShape)}.
 *
 * @param shapes a shape for each of the session types; one without steps is born finished
 */
public record ChainPlan(Map<SessionType, ChainShape> shapes) {
  /** Copies the map; each type must have a shape. */
  public ChainPlan {
    EnumMap<SessionType, ChainShape> copy = new EnumMap<>(shapes);
    if (copy.size() != SessionType.values().length) {
      throw new IllegalArgumentException("a plan names a shape for every session type");
    }
    shapes = java.util.Collections.unmodifiableMap(copy);
  }

  /** The same shape for every type. */
  public static ChainPlan of(ChainShape shape) {
    EnumMap<SessionType, ChainShape> shapes = new EnumMap<>(SessionType.class);
    for (SessionType type : SessionType.values()) {
      shapes.put(type, shape);
    }
    return new ChainPlan(shapes);
  }

  /** The shape for a session of this type. */
  @SuppressWarnings("NullAway") // the constructor made sure that every type has a shape
  public ChainShape shapeFor(SessionType type) {
    return shapes.get(type);
  }
}
