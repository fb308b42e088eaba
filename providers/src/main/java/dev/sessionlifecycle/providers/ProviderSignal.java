package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.TriggeredBy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a provider reports, in the words of the library: plain values, made by a {@link
 * ProviderAdapter} without I/O. A request has several, in the order in which they are to be
 * applied.
 */
public sealed interface ProviderSignal {

  /**
   * There is a call, chat or conversation. Part of every request that names one, so that a session
   * is opened by whichever comes first.
   *
   * @param ref the id of the call at the provider
   * @param channel {@code voice}, {@code chat} or {@code web}
   * @param origin which side began it; null where this request does not say so
   * @param status where it stands by this request: queued, ringing or active
   * @param startedAt when it began by the provider's clock; null where this request does not say so
   * @param endUserHint the end user as the provider names them, such as a telephone number; null
   *     where this request does not say so
   */
  record Began(
      ExternalRef ref,
      String channel,
      @Nullable Origin origin,
      SessionStatus status,
      @Nullable Instant startedAt,
      @Nullable String endUserHint)
      implements ProviderSignal {
    /** Checks that nothing required is missing. */
    public Began {
      Validator.require("ref", ref);
      Validator.require("channel", channel);
      Validator.require("status", status);
    }

    /** The request to open its session with this end user, to which the caller may add. */
    public SessionRequest toRequest(UUID endUserId) {
      SessionRequest request =
          SessionRequest.on(channel, endUserId)
              .withExternalRef(ref)
              .withStatus(status)
              .withTriggeredBy(TriggeredBy.SYSTEM);
      request = origin == null ? request : request.withOrigin(origin);
      return startedAt == null ? request : request.withStartedAt(startedAt);
    }

    /** Leaves out the id and the end user. */
    @Override
    public String toString() {
      return "Began[channel=" + channel + ", status=" + status + "]";
    }
  }

  /** The call has got this far: ringing, active or transferred. */
  record Reached(ExternalRef ref, SessionStatus status) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Reached {
      Validator.require("ref", ref);
      Validator.require("status", status);
    }
  }

  /**
   * An end user has joined a call that several may join.
   *
   * @param participant their id in the call, which names no person
   */
  record Joined(ExternalRef ref, String participant) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Joined {
      Validator.require("ref", ref);
      Validator.require("participant", participant);
    }

    /** Leaves out the call and the participant. */
    @Override
    public String toString() {
      return "Joined";
    }
  }

  /**
   * An end user has left a call that several may join.
   *
   * @param participant as in {@link Joined}
   * @param end how the session ends if no other end user is there; null where it does not end, such
   *     as for one who has joined again
   */
  record Left(ExternalRef ref, String participant, @Nullable EndRequest end)
      implements ProviderSignal {
    /** Checks that nothing required is missing. */
    public Left {
      Validator.require("ref", ref);
      Validator.require("participant", participant);
    }

    /** Leaves out the call and the participant. */
    @Override
    public String toString() {
      return "Left[end=" + end + "]";
    }
  }

  /**
   * What was said, as a whole.
   *
   * @param messages in their order, each with an id that is the same whenever it is reported
   */
  record Spoke(ExternalRef ref, List<Message> messages) implements ProviderSignal {
    /** Copies the list. */
    public Spoke {
      Validator.require("ref", ref);
      messages = Validator.requireElements("messages", messages);
    }

    /** Contains no text. */
    @Override
    public String toString() {
      return "Spoke[messages=" + messages.size() + "]";
    }
  }

  /** There is a recording. */
  record Recorded(ExternalRef ref) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Recorded {
      Validator.require("ref", ref);
    }
  }

  /**
   * What the provider has measured and charges, for the usage of the session.
   *
   * @param report what tells this report from others of the session: it counts once
   * @param amounts by name; the names are the constants of this type
   */
  record Used(ExternalRef ref, String report, Map<String, BigDecimal> amounts)
      implements ProviderSignal {
    /** The length of the conversation in seconds, as the provider measured it. */
    public static final String SECONDS = "provider_seconds";

    /** What the provider charges, in US dollars. */
    public static final String COST_USD = "provider_cost_usd";

    /** What the provider charges, in its credits. */
    public static final String CREDITS = "provider_credits";

    /** Tokens that language models have read. */
    public static final String INPUT_TOKENS = "input_tokens";

    /** Tokens that language models have written. */
    public static final String OUTPUT_TOKENS = "output_tokens";

    /** Characters that were spoken. */
    public static final String SPEECH_CHARACTERS = "speech_characters";

    /** Copies the amounts. */
    public Used {
      Validator.require("ref", ref);
      Validator.require("report", report);
      amounts = Map.copyOf(Validator.require("amounts", amounts));
    }

    /** Leaves out the call and the report. */
    @Override
    public String toString() {
      return "Used[amounts=" + amounts.size() + "]";
    }
  }

  /**
   * The call is over.
   *
   * @param end why, and when by the provider's clock
   * @param transcriptFollows whether a later request will bring what was said
   */
  record Ended(ExternalRef ref, EndRequest end, boolean transcriptFollows)
      implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Ended {
      Validator.require("ref", ref);
      Validator.require("end", end);
    }

    /** An end with everything that this provider will report about the call. */
    public Ended(ExternalRef ref, EndRequest end) {
      this(ref, end, false);
    }
  }

  /** Explains an end that is reported, or will be, without a reason; ends nothing by itself. */
  record Explained(ExternalRef ref, EndRequest end) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Explained {
      Validator.require("ref", ref);
      Validator.require("end", end);
    }
  }

  /** The agent has failed: an end of a session in which nothing was said. */
  record AgentFailed(ExternalRef ref, EndRequest end) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public AgentFailed {
      Validator.require("ref", ref);
      Validator.require("end", end);
    }
  }

  /**
   * Anything else, which is counted and otherwise ignored.
   *
   * @param type the name that the provider has for it
   */
  record Other(String type) implements ProviderSignal {
    /** Checks that nothing is missing. */
    public Other {
      Validator.require("type", type);
    }

    /** Leaves out the name, which anyone may have made up. */
    @Override
    public String toString() {
      return "Other";
    }
  }
}
