/**
 * From machines that run Walter already to the text of an inventory: reads lists of machines and
 * Ansible's JSON, and writes YAML. Contacts no machine, and leaves it to {@code inventory} to judge
 * what it wrote.
 */
package io.walterfleet.adoption;
