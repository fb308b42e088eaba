package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.ReasonMapping;
import dev.sessionlifecycle.ReasonProvider;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request to end a session of what was reported. Where the platform is named its table
 * decides. Where it is not, the canonical reasons do, and then the tables of all platforms as far
 * as they agree; that is this host's choice, not the library's.
 */
final class Reasons {
  private final Map<String, ReasonMapping> mappings = new LinkedHashMap<>();

  Reasons() {
    for (ReasonProvider provider : ReasonProvider.values()) {
      mappings.put(provider.wire(), ReasonMapping.of(provider));
    }
  }

  EndRequest request(Conversation conversation) {
    String reported = conversation.endReason();
    if (reported == null || reported.isBlank()) {
      return EndRequest.reported(reported);
    }
    return EndRequest.because(reason(conversation.provider(), reported), reported);
  }

  TerminationReason reason(@Nullable String provider, String reported) {
    ReasonMapping mapping =
        provider == null ? null : mappings.get(provider.toLowerCase(Locale.ROOT));
    if (mapping != null) {
      return mapping.map(reported);
    }
    TerminationReason named = TerminationReason.coerce(reported);
    return named == TerminationReason.UNKNOWN ? agreed(reported) : named;
  }

  private TerminationReason agreed(String reported) {
    List<TerminationReason> known =
        mappings.values().stream()
            .map(mapping -> mapping.map(reported))
            .filter(reason -> !reason.isUnspecific())
            .distinct()
            .toList();
    return known.size() == 1 ? known.get(0) : TerminationReason.UNKNOWN;
  }

  /** The names of the platforms that have a table. */
  static List<String> platforms() {
    return Arrays.stream(ReasonProvider.values()).map(ReasonProvider::wire).toList();
  }
}
