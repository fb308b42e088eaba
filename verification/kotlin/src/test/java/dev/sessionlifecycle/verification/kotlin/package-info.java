/** The API as Kotlin sees it. */
package dev.sessionlifecycle.verification.kotlin;
