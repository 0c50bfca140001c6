package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A push that could not be delivered yet, because of its service.
 *
 * @param again when the service is asked again, or null where that is as soon as it takes pushes
 */
public record HeldPush(@Nullable Instant again) {
}
