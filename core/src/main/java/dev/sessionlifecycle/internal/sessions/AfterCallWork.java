package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.DispositionResult;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.UsageResult;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import dev.sessionlifecycle.spi.rules.AfterCallRules;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Records how a session was dealt with, and what it has used. */
record AfterCallWork(UpdateStore store, SessionReader reading, LifecycleContext context) {
  static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
  static final String IS_LABEL = "must be 1 to 64 of A-Z a-z 0-9 _ - . :";

  private static final int REPORT_LENGTH = 255;
  private static final int MOST_DECIMALS = 12;
  private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(15);

  /** So many bytes of a hash make two reports of a session differ for certain, in practice. */
  private static final int HASH_BYTES = 16;

  DispositionResult disposition(SessionKey session, String code, @Nullable String note, String by) {
    Validator door = new Validator();
    label(door, "code", code);
    door.text("note", note, Disposition.NOTE_LENGTH);
    door.nonBlank("by", by, Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    InputScrubber scrubber = context.inputScrubber();
    Disposition disposition =
        new Disposition(
            code,
            note == null || Texts.isBlank(note)
                ? null
                : scrubber.text(note, Disposition.NOTE_LENGTH),
            scrubber.name(by),
            context.now());
    DispositionReply reply =
        store.disposition(new DispositionIntent(session, disposition, context.afterCallWork()));
    if (reply instanceof DispositionReply.Recorded it) {
      return new DispositionResult.Recorded(it.session());
    } else if (reply instanceof DispositionReply.AlreadyRecorded it) {
      return new DispositionResult.AlreadyRecorded(it.session());
    } else if (reply instanceof DispositionReply.TooLate it) {
      return new DispositionResult.TooLate(it.session());
    } else if (reply instanceof DispositionReply.NotEnded it) {
      Session row = it.session();
      if (!row.status().isLive()) {
        throw SessionEnder.unrecognized(row);
      }
      return new DispositionResult.NotEnded(reading.complete(row));
    }
    throw new SessionNotFoundException(session.sessionId());
  }

  UsageResult addUsage(
      SessionKey session, @Nullable String report, Map<String, BigDecimal> amounts) {
    Validator door = new Validator();
    if (report != null) {
      door.nonBlank("report", report, REPORT_LENGTH);
    }
    Map<String, BigDecimal> checked = check(door, amounts);
    door.throwIfInvalid();
    UsageReply reply =
        store.addUsage(
            new UsageIntent(
                session,
                report == null ? null : digest(session, report),
                checked,
                context.afterCallWork(),
                OrganizationSessions.MOST_USAGE_NAMES,
                OrganizationSessions.MOST_USAGE_REPORTS));
    if (reply instanceof UsageReply.Added it) {
      return new UsageResult.Added(reading.complete(it.session()));
    } else if (reply instanceof UsageReply.AlreadyAdded it) {
      return new UsageResult.AlreadyAdded(reading.complete(it.session()));
    } else if (reply instanceof UsageReply.TooLate it) {
      return new UsageResult.TooLate(it.session());
    } else if (reply instanceof UsageReply.Full) {
      throw new SessionConflictException(
          "usage_full",
          "session "
              + session.sessionId()
              + " would have more names of usage, or reports, than it may");
    } else if (reply instanceof UsageReply.NotWritable refused) {
      throw SessionEnder.unrecognized(refused.session());
    }
    throw new SessionNotFoundException(session.sessionId());
  }

  private Map<String, BigDecimal> check(Validator door, @Nullable Map<String, BigDecimal> amounts) {
    Map<String, BigDecimal> checked = new TreeMap<>();
    if (!door.present("amounts", amounts) || amounts == null) {
      return checked;
    }
    door.range("amounts", amounts.size(), 1, OrganizationSessions.MOST_USAGE_NAMES);
    if (amounts.size() <= OrganizationSessions.MOST_USAGE_NAMES) {
      amounts.forEach(
          (name, amount) -> {
            label(door, "amounts.names", name);
            if (door.present("amounts.values", amount) && name != null && isAmount(door, amount)) {
              checked.put(name, AfterCallRules.canonical(amount));
            }
          });
    }
    return checked;
  }

  private static boolean isAmount(Validator door, BigDecimal amount) {
    boolean isAmount =
        amount.signum() >= 0
            && amount.compareTo(TOO_MUCH) < 0
            && amount.stripTrailingZeros().scale() <= MOST_DECIMALS;
    if (!isAmount) {
      door.reject("amounts.values", "must be at least 0 and below 10^15, with 12 decimals at most");
    }
    return isAmount;
  }

  private void label(Validator door, String field, @Nullable String label) {
    if (door.present(field, label) && label != null) {
      if (!LABEL.matcher(label).matches()) {
        door.reject(field, IS_LABEL);
      }
      context.inputScrubber().refuse(door, field, label);
    }
  }

  /** The key of a report may name a call or a person, so it is not kept itself. */
  private static String digest(SessionKey session, String report) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((session.sessionId() + report).getBytes(StandardCharsets.UTF_8));
      byte[] half = Arrays.copyOf(hash, HASH_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(half);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
