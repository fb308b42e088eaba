package dev.sessionlifecycle.verification.gates;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The API of a module as text, read from its sources: each type that users can reach, with its
 * members in alphabetical order. What is named {@code internal} is no API.
 */
final class ApiListing {
  private static final Set<Modifier> SHOWN =
      Set.of(
          Modifier.PROTECTED,
          Modifier.STATIC,
          Modifier.ABSTRACT,
          Modifier.DEFAULT,
          Modifier.FINAL,
          Modifier.SEALED,
          Modifier.NON_SEALED);

  /** The types by name. */
  private final Map<String, String> blocks = new TreeMap<>();

  private ApiListing() {}

  /** Reads the sources below this directory. */
  static String of(Path sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(sources)) {
      List<Path> paths =
          found
              .filter(it -> it.toString().endsWith(".java"))
              .filter(it -> !it.toString().contains("/internal/"))
              .filter(it -> !it.endsWith("module-info.java") && !it.endsWith("package-info.java"))
              .sorted()
              .toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      ApiListing listing = new ApiListing();
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          if (type instanceof ClassTree declared) {
            listing.add(unit.getPackageName() + ".", declared, false);
          }
        }
      }
      return String.join("\n", listing.blocks.values());
    }
  }

  private void add(String owner, ClassTree type, boolean inInterface) {
    if (!isReachable(type.getModifiers(), inInterface)) {
      return;
    }
    boolean isInterface = type.getKind() == Tree.Kind.INTERFACE;
    String name = owner + type.getSimpleName();
    Set<String> members = new TreeSet<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof ClassTree nested) {
        add(name + ".", nested, isInterface);
      } else if (member instanceof MethodTree method) {
        boolean reachable = isReachable(method.getModifiers(), isInterface);
        if (reachable && !method.getModifiers().getAnnotations().toString().contains("@Override")) {
          members.add(method(type, method));
        }
      } else if (member instanceof VariableTree field) {
        addField(type, field, isInterface, members);
      }
    }
    blocks.put(
        name,
        header(name, type)
            + "\n"
            + members.stream().map(it -> "  " + it + "\n").collect(Collectors.joining()));
  }

  private static void addField(
      ClassTree type, VariableTree field, boolean isInterface, Set<String> members) {
    if (type.getKind() == Tree.Kind.RECORD
        && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
      members.add(type(field) + " " + field.getName() + " (component)");
    } else if (isReachable(field.getModifiers(), isInterface)) {
      members.add(modifiers(field.getModifiers()) + type(field) + " " + field.getName());
    }
  }

  private static boolean isReachable(ModifiersTree modifiers, boolean inInterface) {
    Set<Modifier> flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (inInterface && !flags.contains(Modifier.PRIVATE));
  }

  private static String header(String name, ClassTree type) {
    return modifiers(type.getModifiers())
        + kind(type)
        + " "
        + name
        + parameters(type.getTypeParameters())
        + (type.getExtendsClause() == null ? "" : " extends " + type.getExtendsClause())
        + after(" implements ", type.getImplementsClause())
        + after(" permits ", type.getPermitsClause());
  }

  private static String kind(ClassTree type) {
    return switch (type.getKind()) {
      case INTERFACE -> "interface";
      case ENUM -> "enum";
      case RECORD -> "record";
      case ANNOTATION_TYPE -> "@interface";
      default -> "class";
    };
  }

  private static String method(ClassTree type, MethodTree method) {
    boolean isConstructor = method.getReturnType() == null;
    return modifiers(method.getModifiers())
        + (method.getTypeParameters().isEmpty() ? "" : parameters(method.getTypeParameters()) + " ")
        + (isConstructor
            ? ""
            : nullable(method.getModifiers()) + plain(method.getReturnType()) + " ")
        + (isConstructor ? type.getSimpleName() : method.getName())
        + method.getParameters().stream()
            .map(it -> type(it) + " " + it.getName())
            .collect(Collectors.joining(", ", "(", ")"))
        + after(" throws ", method.getThrows());
  }

  private static String type(VariableTree variable) {
    return nullable(variable.getModifiers()) + plain(variable.getType());
  }

  private static String nullable(ModifiersTree modifiers) {
    return modifiers.getAnnotations().toString().contains("@Nullable") ? "@Nullable " : "";
  }

  private static String plain(Tree type) {
    return type.toString().replace("@Nullable()", "@Nullable");
  }

  private static String modifiers(ModifiersTree modifiers) {
    return modifiers.getFlags().stream()
        .filter(SHOWN::contains)
        .sorted()
        .map(it -> it + " ")
        .collect(Collectors.joining());
  }

  private static String parameters(Collection<? extends Tree> all) {
    return all.isEmpty()
        ? ""
        : all.stream().map(ApiListing::plain).collect(Collectors.joining(", ", "<", ">"));
  }

  private static String after(String word, Collection<? extends Tree> all) {
    return all.isEmpty()
        ? ""
        : word + all.stream().map(ApiListing::plain).collect(Collectors.joining(", "));
  }
}
