package io.walterfleet.approval;

/**
 * Somebody whose approval counts.
 *
 * @param name as the file of signers has it
 * @param key its kind and its fingerprint, such as "ED25519 key SHA256:…"
 */
public record Approver(String name, String key) {}
