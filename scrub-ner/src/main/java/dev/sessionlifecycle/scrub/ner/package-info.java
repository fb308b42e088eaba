/**
 * Personal data that a model finds: token classification with ONNX Runtime, from a model file that
 * the host brings.
 */
@NullMarked
package dev.sessionlifecycle.scrub.ner;

import org.jspecify.annotations.NullMarked;
