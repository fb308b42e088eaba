package dev.sessionlifecycle.steps.pii.detect;

import java.util.ArrayList;
import java.util.List;

/** Finds what either of two detectors finds. */
record CombinedDetector(PiiDetector first, PiiDetector second) implements PiiDetector {

  @Override
  public List<PiiSpan> detect(String text) {
    List<PiiSpan> found = new ArrayList<>(first.detect(text));
    found.addAll(second.detect(text));
    return found;
  }

  @Override
  public List<List<PiiSpan>> detectAll(List<String> texts) {
    List<List<PiiSpan>> found = new ArrayList<>(texts.size());
    List<List<PiiSpan>> one = first.detectAll(texts);
    List<List<PiiSpan>> two = second.detectAll(texts);
    for (int i = 0; i < texts.size(); i++) {
      List<PiiSpan> both = new ArrayList<>(one.get(i));
      both.addAll(two.get(i));
      found.add(both);
    }
    return found;
  }
}
