package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.reasons.ReasonTable.Meaning;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The codes of telephony, which mean the same on every platform: SIP responses, Q.850 causes and
 * those of FreeSWITCH, in a status line, a Reason header (RFC 3326) or the text of a library.
 */
final class TelephonyCodes {
  private static final String SIP = ReasonProvider.SIP.wire();
  private static final String Q850 = ReasonProvider.Q850.wire();

  /** What may stand between the name of a protocol and its code; a hyphen may be a sign. */
  private static final String BETWEEN =
      "(?:[\\s:;=_./,#()\\[\\]\"']|-(?!\\d)|(?<=[a-z])-|status|response|reply|code|error|cause"
          + "|final|failed|failure|fail|reason|with|call|invite|hangup|disconnect|last|line)*+";

  /** No digit follows, neither at once nor behind a separator; nor is it a user at a host. */
  private static final String NO_MORE = "(?![\\s:;=_./,#-]*\\d)(?!@)";

  private static final String SIP_CODE = "([1-6]\\d\\d)" + NO_MORE;
  private static final String START = "(?i)(?<![a-z0-9])";

  private static final Pattern HEADER =
      Pattern.compile(
          START
              + "(sip|q\\.?850|freeswitch)\\s*;(?:[^,\"]|\"[^\"]*\")*?(?<![a-z])cause\\s*=\\s*\"?"
              + "(\\d{1,3})"
              + NO_MORE);

  private static final Pattern SIP_TEXT =
      Pattern.compile(START + "sip(?:[/ ]?\\d\\.\\d)?" + BETWEEN + SIP_CODE);

  private static final Pattern SIP_ALONE =
      Pattern.compile("(?i)^\\s*(?![-:._/])" + BETWEEN + SIP_CODE);

  private static final Pattern Q850_TEXT =
      Pattern.compile(START + "q\\.?850" + BETWEEN + "(\\d{1,3})" + NO_MORE);

  private static final Pattern SIP_NAME = Pattern.compile(START + "sip_?status_(?=[a-z])");

  private final Map<String, ReasonTable> tables;

  private TelephonyCodes(ReasonProvider... providers) {
    this.tables =
        Stream.of(providers)
            .collect(
                Collectors.toMap(
                    ReasonProvider::wire, provider -> ReasonTableFile.table(provider.wire())));
  }

  /** Returns the codes of the tables in this jar, which are read once. */
  static TelephonyCodes shared() {
    return Shared.CODES;
  }

  private static final class Shared {
    static final TelephonyCodes CODES =
        new TelephonyCodes(ReasonProvider.SIP, ReasonProvider.Q850, ReasonProvider.FREESWITCH);
  }

  /**
   * Returns what the code in a text means; null if there is none, or none that is listed.
   *
   * @param mapping the name of the mapping that asks
   * @param own its table, which is asked for the mapping's own codes
   */
  @Nullable Meaning find(String reported, String mapping, ReasonTable own) {
    Lookup codes = (name, code) -> code(name.equals(mapping) ? own : tables.get(name), code);
    Meaning found = null;
    Matcher header = HEADER.matcher(reported);
    while (found == null && header.find()) {
      String name = ReportedValue.fold(header.group(1));
      found = codes.find(name, "cause=" + header.group(2));
      found = found == null ? codes.find(name, header.group(2)) : found;
    }
    found = found == null ? first(SIP_TEXT, reported, SIP, codes) : found;
    found = found == null ? first(Q850_TEXT, reported, Q850, codes) : found;
    return found == null && mapping.equals(SIP) ? first(SIP_ALONE, reported, SIP, codes) : found;
  }

  private interface Lookup {
    @Nullable Meaning find(String name, String code);
  }

  private static @Nullable Meaning first(Pattern form, String reported, String name, Lookup codes) {
    Matcher matcher = form.matcher(reported);
    return matcher.find() ? codes.find(name, matcher.group(1)) : null;
  }

  /** Returns what a code means; a SIP code that is not listed means what its class means. */
  private static @Nullable Meaning code(@Nullable ReasonTable table, String code) {
    Meaning found = table == null ? null : table.exact("", code);
    return found == null && table != null ? table.exact("", code.charAt(0) + "xx") : found;
  }

  /** Returns what the name of a cause, or of a SIP response, means; null if it is not listed. */
  @Nullable Meaning named(String spelling) {
    Matcher name = SIP_NAME.matcher(spelling);
    boolean isSip = name.find();
    String key = ReportedValue.fold(isSip ? spelling.substring(name.end()) : spelling);
    return key.isEmpty() || ReportedValue.isDigit(key.charAt(0))
        ? null
        : code(tables.get(isSip ? SIP : Q850), key);
  }
}
