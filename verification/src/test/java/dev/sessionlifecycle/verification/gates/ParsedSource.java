package dev.sessionlifecycle.verification.gates;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java source, parsed but not compiled: what it declares, how large, and with which comments. */
final class ParsedSource {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property", "Example");

  /**
   * A method or constructor with a body.
   *
   * @param name {@code Class#method}
   * @param lines from its first modifier to its closing brace
   * @param complexity cyclomatic complexity (McCabe 1976): 1 and one for each branch
   */
  record Method(String name, int lines, int complexity) {}

  private final List<String> undocumented = new ArrayList<>();
  private final List<String> topLevelTypes = new ArrayList<>();
  private final Set<String> names = new TreeSet<>();
  private final List<Method> methods = new ArrayList<>();
  private final Set<String> tests = new TreeSet<>();
  private final List<String> localeSensitive = new ArrayList<>();
  private final List<String> volatileUpdates = new ArrayList<>();

  private ParsedSource() {}

  static ParsedSource of(String text) {
    return all(List.of(text)).get(0);
  }

  /**
   * Parses sources with one compiler, and returns them in the same order. To set up a compiler for
   * each took most of the processor time of the gates.
   */
  static List<ParsedSource> all(List<String> texts) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Source> sources =
        IntStream.range(0, texts.size()).mapToObj(i -> new Source(i, texts.get(i))).toList();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
    List<ParsedSource> results = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        ParsedSource result = new ParsedSource();
        unit.getTypeDecls().stream()
            .filter(ClassTree.class::isInstance)
            .forEach(type -> result.topLevelTypes.add(((ClassTree) type).getSimpleName() + ""));
        result.new Reader(DocTrees.instance(task)).scan(unit, null);
        result.localeSensitive.addAll(LocaleRules.in(unit));
        result.volatileUpdates.addAll(VolatileRules.in(unit));
        results.add(result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (results.size() != texts.size()) {
      throw new IllegalStateException("parsed " + results.size() + " of " + texts.size());
    }
    return results;
  }

  /**
   * Returns public types and methods without a comment; an override has that of what it overrides.
   */
  List<String> undocumented() {
    return undocumented;
  }

  /** The simple names of the top-level types. */
  List<String> topLevelTypes() {
    return topLevelTypes;
  }

  /** The simple names of all types and methods that are declared, nested ones included. */
  Set<String> names() {
    return names;
  }

  /** The methods and constructors that have a body. */
  List<Method> methods() {
    return methods;
  }

  /** The methods that a test engine runs, as {@code Class#method}. */
  Set<String> tests() {
    return tests;
  }

  /** What depends on the default locale. */
  List<String> localeSensitive() {
    return localeSensitive;
  }

  /** The expressions that update a volatile field of the source. */
  List<String> volatileUpdates() {
    return volatileUpdates;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(int number, String text) {
      super(URI.create("string:///Source" + number + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees docs;

    Reader(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!type.getSimpleName().isEmpty()) {
        names.add(type.getSimpleName().toString());
      }
      if (isReachable(getCurrentPath()) && docs.getDocComment(getCurrentPath()) == null) {
        undocumented.add(type.getSimpleName().toString());
      }
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      String name = type.getSimpleName() + "#" + method.getName();
      names.add(method.getName().toString());
      if (method.getBody() != null) {
        methods.add(new Method(name, lines(method), Branches.in(method.getBody()) + 1));
      }
      if (hasAny(method, TEST_ANNOTATIONS)) {
        tests.add(name);
      } else if (isReachable(getCurrentPath())
          && method.getReturnType() != null
          && !hasAny(method, Set.of("Override"))
          && docs.getDocComment(getCurrentPath()) == null) {
        undocumented.add(name);
      }
      return super.visitMethod(method, unused);
    }

    private int lines(MethodTree method) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long start = docs.getSourcePositions().getStartPosition(unit, method);
      long end = docs.getSourcePositions().getEndPosition(unit, method);
      return (int) (unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start))
          + 1;
    }

    /**
     * Whether the path is public or protected at every level; members of an interface are public
     * unless they say otherwise.
     */
    private boolean isReachable(TreePath path) {
      for (TreePath at = path;
          at.getLeaf() instanceof ClassTree || at.getLeaf() instanceof MethodTree;
          at = at.getParentPath()) {
        Tree parent = at.getParentPath().getLeaf();
        Set<Modifier> modifiers = modifiers(at.getLeaf());
        boolean implicit =
            parent.getKind() == Tree.Kind.INTERFACE && !modifiers.contains(Modifier.PRIVATE);
        if (!implicit
            && !modifiers.contains(Modifier.PUBLIC)
            && !modifiers.contains(Modifier.PROTECTED)) {
          return false;
        }
        if (!(parent instanceof ClassTree) && !(parent instanceof CompilationUnitTree)) {
          return false;
        }
      }
      return true;
    }

    private Set<Modifier> modifiers(Tree tree) {
      return tree instanceof ClassTree type
          ? type.getModifiers().getFlags()
          : ((MethodTree) tree).getModifiers().getFlags();
    }

    private boolean hasAny(MethodTree method, Set<String> annotations) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotations.contains(annotation.getAnnotationType().toString()));
    }
  }
}
