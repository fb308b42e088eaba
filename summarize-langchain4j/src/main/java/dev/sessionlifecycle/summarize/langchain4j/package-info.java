/** Summaries by LangChain4j chat models. */
@NullMarked
package dev.sessionlifecycle.summarize.langchain4j;

import org.jspecify.annotations.NullMarked;
