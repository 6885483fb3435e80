/** What this gateway has and what of it is free, in the terms of T/AI 116.6. */
package io.sluice.placement.internal.resource;
