package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.spi.ChainDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Validates chain definitions. */
final class FinalizeChainRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final String NAME_RULE =
      "1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit";

  private FinalizeChainRules() {}

  /** Fills {@code waits} with the names and returns all violations. */
  static List<Violation> check(
      List<FinalizeStep> steps,
      List<List<FinalizeStep>> after,
      Set<FinalizeStep> deliveries,
      Map<String, List<String>> waits) {
    List<Violation> violations = new ArrayList<>();
    if (steps.size() > ChainDefinition.MAX_STEPS) {
      violations.add(new Violation("steps", "at most " + ChainDefinition.MAX_STEPS));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      String name = steps.get(i).name();
      if (!NAME.matcher(name).matches()) {
        violations.add(new Violation("steps[" + i + "].name", NAME_RULE));
      } else if (!names.add(name)) {
        violations.add(new Violation("steps[" + i + "].name", "not the name of two steps"));
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      String name = steps.get(i).name();
      List<String> before = after.get(i).stream().map(FinalizeStep::name).distinct().toList();
      if (before.contains(name)) {
        violations.add(new Violation("steps[" + i + "].after", "not the step itself"));
      }
      if (before.stream().anyMatch(it -> !names.contains(it) && NAME.matcher(it).matches())) {
        violations.add(new Violation("steps[" + i + "].after", "only steps of the chain"));
      }
      if (!deliveries.contains(steps.get(i))
          && after.get(i).stream().anyMatch(deliveries::contains)) {
        violations.add(new Violation("steps[" + i + "].after", "no delivery"));
      }
      waits.putIfAbsent(name, before);
    }
    Map<String, List<String>> known = new LinkedHashMap<>();
    waits.forEach(
        (name, before) ->
            known.put(
                name,
                before.stream().filter(it -> waits.containsKey(it) && !it.equals(name)).toList()));
    if (sort(known).size() < known.size()) {
      violations.add(new Violation("steps", "no cycle"));
    }
    return violations;
  }

  /** Each name behind all that it waits for, otherwise as given; without those on a cycle. */
  static List<String> sort(Map<String, List<String>> waits) {
    List<String> sorted = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<String, List<String>> entry : waits.entrySet()) {
        if (!sorted.contains(entry.getKey()) && sorted.containsAll(entry.getValue())) {
          sorted.add(entry.getKey());
          moved = true;
        }
      }
    }
    return sorted;
  }

  /** The steps, other than deliveries, that no such step waits for. */
  static List<FinalizeStep> last(List<FinalizeStep> steps, List<ChainDefinition.Step> places) {
    Set<Integer> before = new HashSet<>();
    places.stream().filter(it -> !it.isDelivery()).forEach(it -> before.addAll(it.after()));
    return Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
        .filter(i -> !before.contains(i) && !places.get(i).isDelivery())
        .<FinalizeStep>map(steps::get)
        .toList();
  }

  /** Across the chains of all types a name means one step; old names lead somewhere. */
  static void check(FinalizeChain chain) {
    List<Violation> violations = new ArrayList<>();
    Map<String, FinalizeStep> byName = new HashMap<>();
    chain.steps().forEach(step -> byName.put(step.name(), step));
    chain
        .instead()
        .forEach(
            (type, other) ->
                other
                    .steps()
                    .forEach(
                        step -> {
                          FinalizeStep same = byName.putIfAbsent(step.name(), step);
                          if (same != null && !same.equals(step)) {
                            violations.add(
                                new Violation(
                                    type.wire() + "." + step.name(),
                                    "the same step wherever it has this name"));
                          }
                        }));
    OldNames old = new OldNames(byName, violations);
    old.check("", chain);
    chain.instead().forEach((type, other) -> old.check(type.wire() + ".", other));
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
  }

  /** What has been said of older names so far, by the chains of one type after the other. */
  private record OldNames(
      Map<String, FinalizeStep> steps,
      List<Violation> violations,
      Map<String, String> renamed,
      Set<String> removed) {
    OldNames(Map<String, FinalizeStep> steps, List<Violation> violations) {
      this(steps, violations, new HashMap<>(), new HashSet<>());
    }

    void check(String of, FinalizeChain chain) {
      chain
          .ownRenamed()
          .forEach(
              (oldName, newName) -> {
                checkOld(of + "renamed", oldName);
                if (!steps.containsKey(newName)) {
                  refuse(of + "renamed.to", "a step of the chain");
                }
                if (removed.contains(oldName) || chain.ownRemoved().contains(oldName)) {
                  refuse(of + "renamed", "not both renamed and removed");
                }
                String other = renamed.putIfAbsent(oldName, newName);
                if (other != null && !other.equals(newName)) {
                  refuse(of + "renamed", "the same new name wherever it has this old one");
                }
              });
      for (String name : chain.ownRemoved()) {
        checkOld(of + "removed", name);
        if (renamed.containsKey(name) && !chain.ownRenamed().containsKey(name)) {
          refuse(of + "removed", "not both renamed and removed");
        }
      }
      removed.addAll(chain.ownRemoved());
    }

    private void checkOld(String field, String name) {
      if (!NAME.matcher(name).matches()) {
        refuse(field, NAME_RULE);
      } else if (steps.containsKey(name)) {
        refuse(field, "not the name of a step of the chain");
      }
    }

    private void refuse(String field, String rule) {
      violations.add(new Violation(field, rule));
    }
  }
}
