package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.jspecify.annotations.Nullable;

/** Has a say before a registration is stored: which services may be used, what other plugins think. */
@FunctionalInterface
public interface EnablePolicy {

    /**
     * @param key what is to be enabled
     * @param options its publish-options, or null
     * @return the options to store, usually those given
     * @throws Refusal if it must not be stored
     */
    @Nullable PublishOptions review(RegistrationKey key, @Nullable PublishOptions options) throws Refusal;
}
