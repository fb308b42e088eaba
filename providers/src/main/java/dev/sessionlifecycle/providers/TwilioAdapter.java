package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Twilio: callbacks on the status of a call, on an answering machine and on a recording. A session
 * is a call that has no parent. Source: twilio.com/docs/voice, "Call resource" and "Answering
 * machine detection".
 */
final class TwilioAdapter implements ProviderAdapter {
  private static final String HEADER = "X-Twilio-Signature";
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(https?)://([^/?#:]+)(:\\d+)?(.*)", Pattern.DOTALL);

  private final Secrets authTokens;
  private final ReasonMapping reasons = ReasonMapping.of(ReasonProvider.TWILIO);
  private final SipCodes sip = new SipCodes();

  TwilioAdapter(Secrets authTokens) {
    this.authTokens = authTokens;
  }

  @Override
  public String provider() {
    return "twilio";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    byte[] given = Signed.base64(Signed.header(request, HEADER));
    String fields;
    try {
      fields = FormBody.read(request.body()).concatenated();
    } catch (MalformedPayloadException e) {
      throw new UnauthenticatedException("what was signed is a form, and the body is none");
    }
    boolean isAuthentic = false;
    for (String url : List.of(request.url(), otherPort(request.url()))) {
      byte[] signed = Secrets.bytes(url + fields);
      isAuthentic |= authTokens.matchAny(given, it -> Secrets.hmac("HmacSHA1", it, signed));
    }
    Signed.require(isAuthentic);
  }

  /** Twilio signs the standard port in some addresses and leaves it out in others. */
  private static String otherPort(String url) {
    Matcher parts = ADDRESS.matcher(url);
    if (!parts.matches()) {
      return url;
    }
    String standard = parts.group(1).toLowerCase(Locale.ROOT).equals("https") ? ":443" : ":80";
    String port = parts.group(3) == null ? standard : "";
    return parts.group(1) + "://" + parts.group(2) + port + parts.group(4);
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    FormBody form = FormBody.read(body);
    Signals signals = new Signals("twilio:call", form.required("CallSid"));
    String status = form.text("CallStatus");
    if (form.text("ParentCallSid") != null) {
      return Signals.other("child call");
    } else if (form.text("RecordingSid") != null) {
      return recording(form, signals);
    } else if (status == null && form.text("AnsweredBy") != null) {
      return answeredBy(form, signals);
    } else if (status == null) {
      return Signals.other("callback without CallStatus");
    }
    return switch (status) {
      case "queued" -> began(form, signals, SessionStatus.QUEUED).all();
      case "initiated", "ringing" ->
          began(form, signals, SessionStatus.RINGING)
              .add(new ProviderSignal.Reached(signals.ref(), SessionStatus.RINGING))
              .all();
      case "in-progress", "answered" -> began(form, signals, SessionStatus.ACTIVE).answered().all();
      case "completed" -> ended(form, began(form, signals, SessionStatus.ACTIVE).answered());
      case "busy", "no-answer", "failed", "canceled" ->
          ended(form, began(form, signals, SessionStatus.RINGING));
      default -> Signals.other(status);
    };
  }

  private static Signals began(FormBody form, Signals signals, SessionStatus status) {
    String direction = form.value("Direction").content();
    Origin origin =
        direction.isEmpty()
            ? null
            : direction.startsWith("outbound") ? Origin.OUTBOUND : Origin.INBOUND;
    String user = form.text(origin == Origin.OUTBOUND ? "To" : "From");
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(), "voice", origin, status, time(form), origin == null ? null : user));
  }

  private List<ProviderSignal> ended(FormBody form, Signals signals) {
    return signals
        .used(
            "call",
            new Signals.Amounts().add(ProviderSignal.Used.SECONDS, form.value("CallDuration")))
        .ended(reason(form), time(form), false)
        .all();
  }

  /** The most specific word: of the detection, of SIP, of the call. */
  private EndRequest reason(FormBody form) {
    EndRequest machine = machine(form);
    EndRequest code = sip.end(form.text("SipResponseCode"));
    if (machine != null) {
      return machine;
    }
    return code == null ? reasons.toRequest(form.text("CallStatus")) : code;
  }

  private @Nullable EndRequest machine(FormBody form) {
    String answeredBy = form.text("AnsweredBy");
    EndRequest end = reasons.toRequest(answeredBy);
    return end.reason() == null || end.reason().isUnspecific() ? null : end;
  }

  private List<ProviderSignal> answeredBy(FormBody form, Signals signals) {
    EndRequest machine = machine(form);
    began(form, signals, SessionStatus.ACTIVE).answered();
    if (machine != null) {
      signals.add(new ProviderSignal.Explained(signals.ref(), Signals.at(machine, null)));
    }
    return signals.all();
  }

  private static List<ProviderSignal> recording(FormBody form, Signals signals) {
    if (!"completed".equals(form.text("RecordingStatus"))) {
      return Signals.other("recording");
    }
    return began(form, signals, SessionStatus.ACTIVE)
        .add(new ProviderSignal.Recorded(signals.ref()))
        .all();
  }

  private static @Nullable Instant time(FormBody form) {
    String timestamp = form.text("Timestamp");
    String text = timestamp == null ? form.text("RecordingStartTime") : timestamp;
    if (text == null) {
      return null;
    }
    try {
      return Payload.bounded(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
