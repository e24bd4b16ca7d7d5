package io.walterfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No secret that this process knows stays in what a program says. */
@Tag("unit")
class SecretMaskerTest {
  @Test
  void hidesWhatIsSecretAndNothingElse() {
    Map<String, String> environment =
        Map.of(
            "LB_TOKEN", "tok-123456",
            "DB_PASSWORD", "tok-123456-and-more",
            "SIGNING_KEY", "-----BEGIN-----\nabcdefgh\n-----END-----",
            "PIN_SECRET", "12345",
            "PWD", "/srv/fleet",
            "OLDPWD", "/srv/other",
            "REGION", "eu-west-1");
    SecretMasker secretMasker =
        new SecretMasker(environment, List.of("https://hooks.example.com/T0K3N"));
    assertThat(
            secretMasker.hide(
                "tok-123456 tok-123456-and-more 12345 /srv/fleet /srv/other eu-west-1 abcdefgh\n"
                    + "https://hooks.example.com/T0K3N https://me:pw@example.com/ a@example.com"))
        .isEqualTo(
            "[hidden] [hidden] 12345 /srv/fleet /srv/other eu-west-1 [hidden]\n"
                + "[hidden] https://[hidden]@example.com/ a@example.com");
  }
}
