/** Versioned tables. */
package io.sluice.support.sql;
