/** A trainer for tasks of training: multinomial logistic regression on feature vectors. */
package io.sluice.trainer.linear.internal;
