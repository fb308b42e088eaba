/**
 * A store behind what stands between it and the database in the field: a pair of servers of which
 * one fails over to the other, an address that moves, PgBouncer, pgpool. Needs Debian's packages
 * {@code postgresql-15}, {@code pgbouncer} and {@code pgpool2}, hence a profile of its own.
 */
@NullMarked
package dev.sessionlifecycle.verification.topology;

import org.jspecify.annotations.NullMarked;
