package dev.sessionlifecycle.verification.gates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** The rules between modules and packages, for the code below one root package. */
record Architecture(String root) {

  private static final Set<String> CLOCKS =
      Set.of(
          "java.time.Clock",
          "java.time.InstantSource",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime",
          Instant.class.getName());

  ArchRule arrows_between_modules() {
    return classes()
        .should(
            eachDependency(
                "follow the arrows between modules",
                dependency -> {
                  Module from = moduleOf(dependency.getOriginClass());
                  JavaClass target = dependency.getTargetClass().getBaseComponentType();
                  if (target.isPrimitive()) {
                    return true;
                  }
                  return isOurs(target)
                      ? from.mayUse(moduleOf(target))
                      : from.mayUseLibrary(target.getPackageName());
                }));
  }

  ArchRule internal_stays_in_its_module() {
    return classes()
        .should(
            eachDependency(
                "use no internal package of another module",
                dependency -> {
                  JavaClass target = dependency.getTargetClass().getBaseComponentType();
                  boolean isInternal =
                      isOurs(target)
                          && ("." + target.getPackageName() + ".").contains(".internal.");
                  return !isInternal
                      || moduleOf(dependency.getOriginClass())
                          .mayUseInternal(belowRoot(target).orElseThrow());
                }));
  }

  ArchRule no_mutable_static_state() {
    return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
  }

  ArchRule nothing_is_named_finalize() {
    return methods().should().notHaveName("finalize");
  }

  /**
   * Only the class that provides the default (the system clock) may name it; all others are given a
   * clock.
   */
  ArchRule time_comes_from_the_injected_clock(String... defaults) {
    return noClasses()
        .that(
            new com.tngtech.archunit.base.DescribedPredicate<JavaClass>(
                "do not offer the default") {
              @Override
              public boolean test(JavaClass type) {
                return !Set.of(defaults).contains(type.getName());
              }
            })
        .should(
            new ArchCondition<>("ask the system for the time") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                  events.add(
                      new SimpleConditionEvent(type, asksTheTime(access), access.getDescription()));
                }
              }
            });
  }

  ArchRule packages_are_null_marked() {
    return classes()
        .should(
            new ArchCondition<>("be in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName()));
              }
            });
  }

  private static boolean asksTheTime(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    if (owner.equals("java.lang.System")) {
      return name.equals("currentTimeMillis");
    }
    return CLOCKS.contains(owner) && (name.equals("now") || name.startsWith("system"));
  }

  private boolean isOurs(JavaClass type) {
    return belowRoot(type).isPresent();
  }

  private Module moduleOf(JavaClass type) {
    return Module.owning(belowRoot(type).orElseThrow());
  }

  private Optional<String> belowRoot(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return Optional.of("");
    }
    return name.startsWith(root + ".")
        ? Optional.of(name.substring(root.length() + 1))
        : Optional.empty();
  }

  private static ArchCondition<JavaClass> eachDependency(
      String what, Function<Dependency, Boolean> allowed) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          events.add(
              new SimpleConditionEvent(
                  type, allowed.apply(dependency), dependency.getDescription()));
        }
      }
    };
  }
}
