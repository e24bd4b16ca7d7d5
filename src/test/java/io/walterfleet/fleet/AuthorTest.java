package io.walterfleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is the author of a plan. */
@Tag("unit")
class AuthorTest {
  @ParameterizedTest
  @CsvSource({
    "ana@example.com, ana@example.com, true",
    "ana@example.com, ana@laptop, true",
    "Ana@example.com, ana, true",
    "ana, ANA, true",
    "ana@example.com, anabel@example.com, false",
    "ben@example.com, ana@example.com, false",
    "ben, ana@ben, false",
  })
  void theNameBeforeTheAtIsThePerson(String signer, String author, boolean isSame) {
    assertThat(Approvals.isSame(signer, author)).isEqualTo(isSame);
    assertThat(Approvals.isSame(author, signer)).isEqualTo(isSame);
  }
}
