/** Models as plain files and as direct memory. */
package io.sluice.support.model;
