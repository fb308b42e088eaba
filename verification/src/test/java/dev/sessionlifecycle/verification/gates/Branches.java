package dev.sessionlifecycle.verification.gates;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;

/** Counts the branches of a method; those of classes that it declares are not its own. */
final class Branches extends TreeScanner<Void, Void> {
  private int count;

  private Branches() {}

  static int in(Tree body) {
    Branches branches = new Branches();
    branches.scan(body, null);
    return branches.count;
  }

  @Override
  public Void visitClass(ClassTree type, Void unused) {
    return null;
  }

  @Override
  public Void visitIf(IfTree tree, Void unused) {
    count++;
    return super.visitIf(tree, unused);
  }

  @Override
  public Void visitForLoop(ForLoopTree tree, Void unused) {
    count++;
    return super.visitForLoop(tree, unused);
  }

  @Override
  public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void unused) {
    count++;
    return super.visitEnhancedForLoop(tree, unused);
  }

  @Override
  public Void visitWhileLoop(WhileLoopTree tree, Void unused) {
    count++;
    return super.visitWhileLoop(tree, unused);
  }

  @Override
  public Void visitDoWhileLoop(DoWhileLoopTree tree, Void unused) {
    count++;
    return super.visitDoWhileLoop(tree, unused);
  }

  @Override
  public Void visitCase(CaseTree tree, Void unused) {
    count += tree.getExpressions().isEmpty() ? 0 : 1;
    return super.visitCase(tree, unused);
  }

  @Override
  public Void visitCatch(CatchTree tree, Void unused) {
    count++;
    return super.visitCatch(tree, unused);
  }

  @Override
  public Void visitConditionalExpression(ConditionalExpressionTree tree, Void unused) {
    count++;
    return super.visitConditionalExpression(tree, unused);
  }

  @Override
  public Void visitBinary(BinaryTree tree, Void unused) {
    if (tree.getKind() == Tree.Kind.CONDITIONAL_AND || tree.getKind() == Tree.Kind.CONDITIONAL_OR) {
      count++;
    }
    return super.visitBinary(tree, unused);
  }
}
