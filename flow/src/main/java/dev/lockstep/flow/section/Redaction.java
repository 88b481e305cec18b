package dev.lockstep.flow.section;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes values safe to show. */
public final class Redaction {

  public static final String HIDDEN = "***";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "passw|secret|token|jaas|credential|user\\.?info|private|passphrase|api.?key");
  private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");
  private static final int MAX_CHARS = 100;

  private Redaction() {}

  /** Whether a key of this name usually holds a secret. */
  public static boolean isSecretName(String key) {
    return SECRET_NAME.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** A value as it may be shown under a key: no secret, no credentials in a URL, not too long. */
  public static String shown(String key, String value) {
    if (isSecretName(key)) {
      return HIDDEN;
    }
    String safe = USER_INFO.matcher(value).replaceAll("//" + HIDDEN + "@");
    return safe.length() > MAX_CHARS ? safe.substring(0, MAX_CHARS) + "…" : safe;
  }
}
