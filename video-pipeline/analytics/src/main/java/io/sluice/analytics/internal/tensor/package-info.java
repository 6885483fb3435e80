/** From decoded pictures to model inputs. */
package io.sluice.analytics.internal.tensor;
