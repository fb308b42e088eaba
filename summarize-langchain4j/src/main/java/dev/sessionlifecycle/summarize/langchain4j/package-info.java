/** Summaries by a chat model of LangChain4j. */
@NullMarked
package dev.sessionlifecycle.summarize.langchain4j;

import org.jspecify.annotations.NullMarked;
