package dev.sessionlifecycle.verification.gates;

import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;

/**
 * Finds volatile fields that are read and written in one expression, such as {@code count++}: what
 * another thread writes in between is lost.
 */
final class VolatileRules extends TreeScanner<Void, Void> {
  private static final Set<Tree.Kind> UPDATES =
      Set.of(
          Tree.Kind.POSTFIX_INCREMENT,
          Tree.Kind.POSTFIX_DECREMENT,
          Tree.Kind.PREFIX_INCREMENT,
          Tree.Kind.PREFIX_DECREMENT);

  private final Set<String> fields = new HashSet<>();
  private final Map<String, String> updates = new TreeMap<>();

  private VolatileRules() {}

  /** Returns the expressions of a parsed source that update one of its volatile fields. */
  static List<String> in(Tree source) {
    VolatileRules rules = new VolatileRules();
    rules.scan(source, null);
    rules.updates.values().retainAll(rules.fields);
    return List.copyOf(rules.updates.keySet());
  }

  @Override
  public Void visitVariable(VariableTree variable, Void unused) {
    if (variable.getModifiers().getFlags().contains(Modifier.VOLATILE)) {
      fields.add(variable.getName().toString());
    }
    return super.visitVariable(variable, unused);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree assignment, Void unused) {
    add(assignment, assignment.getVariable());
    return super.visitCompoundAssignment(assignment, unused);
  }

  @Override
  public Void visitUnary(UnaryTree expression, Void unused) {
    if (UPDATES.contains(expression.getKind())) {
      add(expression, expression.getExpression());
    }
    return super.visitUnary(expression, unused);
  }

  private void add(Tree update, ExpressionTree variable) {
    updates.put(update.toString(), variable.toString().replaceFirst("^this\\.", ""));
  }
}
