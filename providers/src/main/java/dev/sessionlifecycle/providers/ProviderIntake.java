package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes the webhooks of voice platforms, and opens, moves and ends sessions accordingly.
 *
 * <pre>{@code
 * ProviderIntake intake = ProviderIntake.into(lifecycle)
 *     .from(ProviderAdapter.vapi(secret))
 *     .opening((organization, call) -> Optional.of(call.toRequest(endUsers.idOf(call.endUserHint()))))
 *     .build();
 * // in the handler of POST /hooks/vapi
 * IntakeResult result = intake.accept(organizationId, "vapi", ProviderRequest.of(headers, body));
 * respond(result.httpStatus());
 * }</pre>
 *
 * <p>Requests may come late, doubled, in any order, on any node, and some never: every signal is
 * idempotent, and the same requests lead to the same session whatever their order, but for what
 * {@code docs/providers} names. A request that does not prove where it comes from changes nothing.
 *
 * <p>Sessions are found by external id; state that later requests need is kept in the field {@code
 * provider_call} of their metadata. Starts no thread. Thread-safe.
 */
public final class ProviderIntake {
  private final SessionLifecycle lifecycle;
  private final Map<String, ProviderAdapter> adapters;
  private final SessionOpening opening;
  private final Duration awaitTranscript;
  private final int maxBytes;
  private final InstantSource clock;
  private final @Nullable ProviderSpool spool;
  private final IgnoredEvents ignored = new IgnoredEvents();

  ProviderIntake(ProviderIntakeBuilder builder) {
    this.lifecycle = builder.lifecycle;
    this.adapters = Map.copyOf(builder.adapters);
    this.opening = builder.opening;
    this.awaitTranscript = builder.awaitTranscript;
    this.maxBytes = builder.maxBytes;
    this.clock = builder.clock;
    this.spool = builder.spool;
  }

  /** Begins with the lifecycle whose sessions are opened and ended. */
  public static ProviderIntakeBuilder into(SessionLifecycle lifecycle) {
    return new ProviderIntakeBuilder(lifecycle);
  }

  /** The longest body that is read; a server need not read more of a request. */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Takes a request.
   *
   * @param organizationId whose sessions it is about, as the host knows from the address or the
   *     credentials
   * @param provider the name of the adapter
   * @return what it came to. Failures of the store are results; only an exception of the host's
   *     {@link SessionOpening} gets through
   */
  public IntakeResult accept(UUID organizationId, String provider, ProviderRequest request) {
    Validator.require("organization_id", organizationId);
    Validator.require("request", request);
    ProviderAdapter adapter = adapters.get(Validator.require("provider", provider));
    if (adapter == null) {
      return new IntakeResult.Refused(IntakeResult.Refusal.UNKNOWN_PROVIDER);
    } else if (request.body().length > maxBytes) {
      return new IntakeResult.Refused(IntakeResult.Refusal.TOO_LARGE);
    }
    List<ProviderSignal> signals;
    try {
      adapter.verify(request, clock.instant());
      signals = adapter.read(request.body());
    } catch (UnauthenticatedException e) {
      return new IntakeResult.Refused(IntakeResult.Refusal.UNAUTHENTICATED);
    } catch (MalformedPayloadException e) {
      return new IntakeResult.Refused(IntakeResult.Refusal.MALFORMED);
    }
    try {
      return new IntakeResult.Applied(apply(organizationId, provider, signals));
    } catch (StoreException e) {
      return spooled(new ProviderSpool.Entry(organizationId, provider, request.body()));
    }
  }

  /**
   * Applies signals of a provider whose requests the host has verified and read itself, such as
   * from a queue.
   *
   * @return what each of them came to
   * @throws StoreException if the store failed; applying all of them again is safe
   */
  public List<SignalResult> apply(
      UUID organizationId, String provider, List<ProviderSignal> signals) {
    SignalApplier applier = new SignalApplier(lifecycle, organizationId, opening, awaitTranscript);
    List<SignalResult> results = new ArrayList<>(signals.size());
    for (ProviderSignal signal : signals) {
      if (signal instanceof ProviderSignal.Other other) {
        ignored.count(provider, other.type());
      }
      results.add(applier.apply(signal));
    }
    return results;
  }

  private IntakeResult spooled(ProviderSpool.Entry entry) {
    if (spool != null) {
      try {
        if (spool.append(entry)) {
          return new IntakeResult.Spooled();
        }
      } catch (IOException e) {
        // Not acknowledged then: the provider gets an error, as without a spool.
      }
    }
    return new IntakeResult.Unavailable();
  }

  /**
   * Applies what is in the spool, in the order in which it came, until it is empty or the store
   * fails. To be called now and then, such as every few seconds; costs nothing while the spool is
   * empty. What can never be applied, such as a request of a provider without an adapter, is set
   * aside, see {@link ProviderSpool}.
   *
   * <p>A request that the store refuses for what it holds (SQLSTATE 22 and 23), or for which the
   * host's {@link SessionOpening} throws, stays in the spool, and each call tries it again. Those
   * behind it are applied nevertheless. The first of these exceptions is thrown after that, as it
   * is; so a scheduler that gives up after an exception needs a handler.
   *
   * @return how many requests were applied; 0 without a spool
   * @throws IOException if the file cannot be read or written
   */
  public int drain() throws IOException {
    return spool == null ? 0 : spool.drain(this::applyLate);
  }

  private ProviderSpool.Drained applyLate(ProviderSpool.Entry entry) {
    ProviderAdapter adapter = adapters.get(entry.provider());
    if (adapter == null) {
      return ProviderSpool.Drained.SET_ASIDE;
    }
    try {
      apply(entry.organizationId(), entry.provider(), adapter.read(entry.body()));
      return ProviderSpool.Drained.DONE;
    } catch (StoreException e) {
      if (isRefusal(e)) {
        throw e;
      }
      return ProviderSpool.Drained.LATER;
    } catch (MalformedPayloadException e) {
      return ProviderSpool.Drained.SET_ASIDE;
    }
  }

  /** Whether the data of a request is at fault, and not the store: others may be applied then. */
  private static boolean isRefusal(StoreException e) {
    String state = e.sqlState().orElse("");
    return state.startsWith("22") || state.startsWith("23");
  }

  /**
   * How many events of each type meant nothing for a session, by provider and type, such as {@code
   * vapi speech-update}. At most 1,000 types are counted separately; the counts begin at zero.
   */
  public Map<String, Long> ignored() {
    return ignored.counts();
  }
}
