package dev.sessionlifecycle.verification.gates;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Packages that depend on each other, in a circle of any length. */
final class PackageCycles {
  private final Map<String, Set<String>> dependencies = new TreeMap<>();

  private PackageCycles(JavaClasses classes) {
    for (JavaClass type : classes) {
      Set<String> targets =
          dependencies.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf()
          .forEach(it -> targets.add(it.getTargetClass().getBaseComponentType().getPackageName()));
    }
    dependencies.values().forEach(targets -> targets.retainAll(dependencies.keySet()));
  }

  /** Returns each largest set of packages in which every one reaches every other. */
  static Set<Set<String>> in(JavaClasses classes) {
    PackageCycles graph = new PackageCycles(classes);
    Map<String, Set<String>> reached = new TreeMap<>();
    graph.dependencies.keySet().forEach(name -> reached.put(name, graph.reachedFrom(name)));
    Set<Set<String>> cycles = new HashSet<>();
    reached.forEach(
        (name, targets) -> {
          Set<String> cycle = new TreeSet<>(targets);
          cycle.removeIf(other -> !reached.get(other).contains(name));
          cycle.add(name);
          if (cycle.size() > 1) {
            cycles.add(cycle);
          }
        });
    return cycles;
  }

  private Set<String> reachedFrom(String start) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(dependencies.get(start));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (!name.equals(start) && reached.add(name)) {
        next.addAll(dependencies.get(name));
      }
    }
    return reached;
  }
}
