package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.util.Map;

/** Brings the draft of a session into the form in which it is stored. */
@FunctionalInterface
public interface StoringForm {
  /** Returns the draft with this mode, and with texts as that mode stores them. */
  Session of(Session draft, Storing mode);

  /** A form that leaves out all texts, whatever the mode. */
  static StoringForm withoutTexts() {
    return (draft, mode) ->
        SessionBuilder.of(draft)
            .storing(mode)
            .subject(null)
            .metadata(Map.of())
            .contextVariables(Map.of())
            .build();
  }
}
