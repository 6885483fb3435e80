/** What runners of tasks share: where pictures come from. */
package io.sluice.support.task;
