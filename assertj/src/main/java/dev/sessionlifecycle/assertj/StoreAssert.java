package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;

/** Assertions about everything that a store keeps. */
public final class StoreAssert extends AbstractAssert<StoreAssert, TestStore> {

  StoreAssert(TestStore store) {
    super(store, StoreAssert.class);
  }

  /**
   * None of these texts is anywhere in the store, in upper or lower case: on a database, in no
   * column of its tables; in memory, in nothing that the store returns. A text that is stored in
   * another form, such as a hash or a number with other separators, is not found.
   *
   * @param values at least one
   */
  public StoreAssert hasNoTrace(String... values) {
    Validator.requireElements("values", values);
    if (values.length == 0) {
      throw Validator.invalid("values", "at least one");
    }
    Map<String, Set<String>> found = new TreeMap<>();
    for (String value : values) {
      Set<String> places = actual.placesOf(value);
      if (!places.isEmpty()) {
        found.put(value, places);
      }
    }
    if (!found.isEmpty()) {
      throw failure("%nExpected no trace of %s, but found%n%s", Arrays.asList(values), found);
    }
    return myself;
  }

  /** This text is somewhere in the store: to show that {@link #hasNoTrace} would find it. */
  public StoreAssert hasTrace(String value) {
    Validator.require("value", value);
    if (actual.placesOf(value).isEmpty()) {
      throw failure("%nExpected a trace of %s, but there is none.", value);
    }
    return myself;
  }
}
