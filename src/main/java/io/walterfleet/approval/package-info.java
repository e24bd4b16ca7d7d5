/**
 * Approvals of plans: signatures in OpenSSH's format, made and checked by {@code ssh-keygen}. Must
 * not know what a plan is.
 */
package io.walterfleet.approval;
