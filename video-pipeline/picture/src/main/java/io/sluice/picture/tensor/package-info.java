/** From decoded pictures to model inputs. */
package io.sluice.picture.tensor;
