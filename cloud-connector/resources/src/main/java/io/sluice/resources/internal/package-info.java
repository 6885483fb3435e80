/** Resources and algorithms of this node and of those below it (T/AI 116.6, clauses 9.1 to 9.4). */
package io.sluice.resources.internal;
