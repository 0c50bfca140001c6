package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Tells a form that this console sent from one that another site made up. One random token for each HTTP session.
 *
 * <p>Its name is not {@code csrf}: Openfire overwrites the session attribute of that name at every page of a plugin.
 */
final class PageToken {

    /** The name of the form field. */
    static final String FIELD = "token";
    /** The name of the session attribute. */
    static final String ATTRIBUTE = "cloudnotify.page-token";

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /**
     * @param session not null
     * @return the session's token, a new one where it has none
     */
    String of(HttpSession session) {
        // Two first pages of one session at the same moment must not get different tokens. The container's session objects may be
        // facades, so they are no good as locks.
        synchronized (this) {
            if (session.getAttribute(ATTRIBUTE) instanceof String token) {
                return token;
            }
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String token = HexFormat.of().formatHex(bytes);
            session.setAttribute(ATTRIBUTE, token);
            return token;
        }
    }

    /**
     * Compares in a time that does not depend on how much of a guess is right.
     *
     * @param session not null
     * @param given what came with the request, or null
     * @return whether it is the session's token
     */
    boolean matches(HttpSession session, @Nullable String given) {
        return given != null && session.getAttribute(ATTRIBUTE) instanceof String token
            && MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
