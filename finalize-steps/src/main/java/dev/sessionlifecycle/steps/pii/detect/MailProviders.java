package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** Providers of mailboxes whose names people give in place of a domain. */
final class MailProviders {

  private static final Set<String> NAMES =
      Words.set(
          "gmail googlemail yahoo hotmail outlook icloud aol gmx protonmail msn yandex zoho fastmail"
              + " comcast verizon orange wanadoo libero hotmal");

  /** Names that are also everyday words. */
  private static final Set<String> OTHERS = Words.set("live me proton mail web att");

  private MailProviders() {}

  /** Returns whether this, in lower case, is a provider's name and nothing else. */
  static boolean contains(String name) {
    return NAMES.contains(name);
  }

  /** Returns whether this, in lower case, may be a provider's name. */
  static boolean mayContain(String name) {
    return NAMES.contains(name) || OTHERS.contains(name);
  }
}
