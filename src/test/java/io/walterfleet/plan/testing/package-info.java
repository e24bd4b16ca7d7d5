/** Sample machines, manifests and observations for the tests of the decision and of the rollout. */
package io.walterfleet.plan.testing;
